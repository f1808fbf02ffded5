// SPDX-License-Identifier: MIT
// 16 bits a channel, and what pictures tell beside their pixels.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "exif_blocks.hpp"
#include "matte.hpp"
#include "shm/deep_picture.hpp"
#include "shm/picture.hpp"

namespace {

using shm::decode_deep_picture;
using shm::DeepPicture;
using testing::HasSubstr;
using testing::Not;

/// Colours that 8 bits cannot tell apart, and an alpha.
cv::Mat fine_ramp() {
  cv::Mat picture(48, 64, CV_16UC4);
  for (int y = 0; y < picture.rows; ++y)
    for (int x = 0; x < picture.cols; ++x)
      picture.at<cv::Vec4w>(y, x) = cv::Vec4w(std::uint16_t(30000 + x), std::uint16_t(30100 + y),
                                              31000, std::uint16_t(x < 8 ? 0 : 65535));
  return picture;
}

class MatteDepth : public testing::Test {
 protected:
  DeepPicture made(const std::string& input, const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {folder_ / input, "-o", folder_ / "out", "--overwrite"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Ran ran = matte(arguments);
    EXPECT_EQ(ran.exit_code, 0) << ran.error;
    png_ = shm::read_whole_file(folder_ / "out" / (input.substr(0, input.find('.')) + ".png"));
    return decode_deep_picture(png_, input);
  }

  int bits() const { return png_[24]; }

  TemporaryFolder folder_;
  std::string png_;  ///< the last result
};

TEST_F(MatteDepth, SixteenBitsComeOutWhereAsked) {
  shm::write_whole_file(folder_ / "a.png", encoded(".png", fine_ramp()));
  shm::write_whole_file(folder_ / "b.tif", tagged_tiff(fine_ramp(), {}));
  for (const char* input : {"a.png", "b.tif"}) {
    const DeepPicture picture = made(input, {"--bits", "16"});
    EXPECT_EQ(bits(), 16);
    for (std::size_t x = 8; x < 64; ++x) {
      ASSERT_EQ(picture.samples[4 * x], 31000) << input;
      ASSERT_EQ(picture.samples[4 * x + 1], 30100) << input;
      ASSERT_EQ(picture.samples[4 * x + 2], 30000 + x) << input;
    }
    for (std::size_t x = 0; x < 8; ++x)
      EXPECT_EQ(picture.samples[4 * x + 3], 0) << "clear stays clear";
    made(input, {});
    EXPECT_EQ(bits(), 8);
  }
}

TEST_F(MatteDepth, AlphasOfSixteenBitsAreThoseOfEightAndFiner) {
  shm::write_whole_file(folder_ / "a.png",
                        shm::read_whole_file(SHM_SOURCE_ROOT "/examples/background.jpg"));
  const DeepPicture coarse = made("a.png", {"--output", "alpha"});
  const DeepPicture fine = made("a.png", {"--output", "alpha", "--bits", "16"});
  EXPECT_EQ(bits(), 16);
  ASSERT_EQ(fine.samples.size(), coarse.samples.size());
  for (std::size_t i = 0; i < fine.samples.size(); ++i)
    ASSERT_LE(std::abs(int(fine.samples[i]) - int(coarse.samples[i])), 257) << i;
}

TEST_F(MatteDepth, PremultipliedColorsAreMultiplied) {
  shm::write_whole_file(folder_ / "a.png", encoded(".png", fine_ramp()));
  const DeepPicture picture = made("a.png", {"--bits", "16", "--alpha-mode", "premultiplied"});
  for (std::size_t i = 0; i < picture.samples.size(); i += 4)
    ASSERT_NEAR(picture.samples[i], 31000.0 * picture.samples[i + 3] / 65535, 1) << i;
}

TEST_F(MatteDepth, CompositesAndDespillHaveNone) {
  shm::write_whole_file(folder_ / "a.png", encoded(".png", fine_ramp()));
  for (const Names& more : {Names{"--output", "composite"}, Names{"--output", "trimap"},
                            Names{"--background", "blur"}, Names{"--despill", "1"}}) {
    Names arguments = {folder_ / "a.png", "-o", folder_ / "none", "--bits", "16"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Ran ran = matte(arguments);
    EXPECT_EQ(ran.exit_code, 2) << more[0];
    EXPECT_THAT(ran.error, HasSubstr("bits: only cut-outs and alphas have 16"));
  }
}

TEST_F(MatteDepth, ExifIsKeptWhereAskedButNeverThePlace) {
  const std::string jpeg = encoded(".jpg", cv::Mat(48, 64, CV_8UC3, cv::Scalar(9, 99, 199)));
  shm::write_whole_file(folder_ / "a.jpg",
                        jpeg.substr(0, 2) +
                            jpeg_segment("\xFF\xE1", std::string("Exif\0\0", 6) + phone_exif()) +
                            jpeg.substr(2));
  EXPECT_EQ(made("a.jpg", {}).width, 48) << "it is turned";
  EXPECT_THAT(png_, Not(HasSubstr("eXIf")));
  for (const char* bits : {"8", "16"}) {
    EXPECT_EQ(made("a.jpg", {"--keep-exif", "--bits", bits}).width, 48) << "and not twice";
    EXPECT_THAT(png_, HasSubstr("An Author"));
    for (const char* text : {"PLACE", "NOTES", "THUMB", "SERIAL"})
      EXPECT_THAT(png_, Not(HasSubstr(text)));
  }
}

}  // namespace
