// SPDX-License-Identifier: MIT
// Pictures of other colours than sRGB through shm-matte.
#include <gtest/gtest.h>

#include <array>

#include "matte.hpp"
#include "profiles.hpp"
#include "tagged_pictures.hpp"
#include "temporary_folder.hpp"

namespace {

using Color = std::array<int, 3>;  // red, green, blue

/// In sRGB (the standards' arithmetic is in tests/unit/image/test_color_profile.cpp).
void expect_result(const std::string& profile, const Color& expected) {
  const TemporaryFolder folder;
  const cv::Mat skin(48, 64, CV_8UC3, cv::Scalar(120, 150, 200));
  shm::write_whole_file(folder / "a.jpg", tagged_jpeg(skin, {1, profile}));
  for (const char* bits : {"8", "16"}) {
    ASSERT_EQ(
        matte({"-o", folder / "out", folder / "a.jpg", "--bits", bits, "--overwrite"}).exit_code,
        0);
    EXPECT_EQ(shm::read_whole_file(folder / "out/a.png").find("iCCP"), std::string::npos);
    const shm::Image picture = shm::read_picture(folder / "out/a.png", shm::ReadAs::rgba);
    for (std::size_t c = 0; c < 3; ++c)
      EXPECT_NEAR(picture.view().row(5)[c], expected[c], 2) << bits << " bits, channel " << c;
  }
}

}  // namespace

TEST(MatteColors, OfAPhonesP3AreRightInTheResult) {
  expect_result(p3_profile(), {209, 147, 115});
}

TEST(MatteColors, OfACamerasAdobeRgbAreRightInTheResult) {
  expect_result(adobe_rgb_profile(), {217, 151, 119});
}
