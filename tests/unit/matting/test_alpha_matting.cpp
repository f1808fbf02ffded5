// SPDX-License-Identifier: MIT
// Every method on soft shapes whose alpha is known.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "shm/alpha_matting.hpp"
#include "shm/error.hpp"
#include "shm/matting_options.hpp"
#include "shm/trimap.hpp"

namespace {

using shm::AlphaOptions;
using shm::Image;
using shm::MattingMethod;
using shm::PixelFormat;

/// A disc of one colour before another, its rim mixed over four pixels, with a little texture: a
/// picture whose alpha is known.
struct Scene {
  Image image;
  Image trimap;
  std::vector<float> truth;
};

Scene disc(int side) {
  Scene scene{{side, side, PixelFormat::rgb}, {side, side, PixelFormat::gray}, {}};
  const double middle = (side - 1) / 2.0;
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x) {
      const double distance = std::hypot(x - middle, y - middle) - side / 4.0;
      const double alpha = std::clamp(0.5 - distance / 4, 0.0, 1.0);
      const int texture = (x * 7 + y * 13) % 5;
      std::uint8_t* pixel = scene.image.view().row(y) + 3 * x;
      pixel[0] = std::uint8_t(std::lround(200 * alpha + 30 * (1 - alpha)) + texture);
      pixel[1] = std::uint8_t(std::lround(90 * alpha + 60 * (1 - alpha)) + texture);
      pixel[2] = std::uint8_t(std::lround(40 * alpha + 180 * (1 - alpha)) + texture);
      scene.trimap.view().row(y)[x] = distance < -5  ? shm::trimap_foreground
                                      : distance > 5 ? shm::trimap_background
                                                     : shm::trimap_unknown;
      scene.truth.push_back(float(alpha));
    }
  return scene;
}

Image filled(int width, int height, int value) {
  Image image(width, height, PixelFormat::gray);
  std::fill_n(image.view().data, width * height, std::uint8_t(value));
  return image;
}

struct Estimate {
  shm::MattingReport report;
  std::vector<float> alpha;
};

Estimate estimate(const Image& image, const Image& trimap, const AlphaOptions& options) {
  Estimate result;
  result.alpha.resize(std::size_t(image.width() * image.height()));
  result.report = shm::estimate_alpha(
      image, trimap, options,
      shm::MutablePlaneView{result.alpha.data(), image.width(), image.height(), image.width()});
  return result;
}

double mean_error(const std::vector<float>& alpha, const std::vector<float>& truth) {
  double sum = 0;
  for (std::size_t i = 0; i < alpha.size(); ++i)
    sum += std::abs(double(alpha[i] - truth[i]));
  return sum / double(alpha.size());
}

class Matting : public testing::TestWithParam<MattingMethod> {
 protected:
  AlphaOptions options() const { return {.method = GetParam()}; }
};

std::string name_of(const testing::TestParamInfo<MattingMethod>& info) {
  return info.param == MattingMethod::closed_form ? "closed_form" : choice_text(info.param);
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Methods, Matting,
                         testing::Values(MattingMethod::knn, MattingMethod::knn2,
                                         MattingMethod::closed_form),
                         name_of);

TEST_P(Matting, SoftRimOfADiscIsFoundWithinTheMethodsKnownError) {
  const Scene scene = disc(64);
  const Estimate found = estimate(scene.image, scene.trimap, options());
  EXPECT_GT(found.report.iterations, 0);
  EXPECT_EQ(found.report.note, "");
  const double known_error = GetParam() == MattingMethod::closed_form ? 0.004 : 0.03;
  EXPECT_LT(mean_error(found.alpha, scene.truth), known_error);
}

TEST_P(Matting, OneThreadAndSeveralAgreeToTheBit) {
  const Scene scene = disc(48);
  AlphaOptions one = options();
  one.threads = 1;
  AlphaOptions three = options();
  three.threads = 3;
  EXPECT_EQ(estimate(scene.image, scene.trimap, one).alpha,
            estimate(scene.image, scene.trimap, three).alpha);
}

TEST_P(Matting, EightBitAlphaIsTheFloatsRounded) {
  const Scene scene = disc(32);
  const Estimate found = estimate(scene.image, scene.trimap, options());
  Image alpha(32, 32, PixelFormat::gray);
  shm::estimate_alpha(scene.image, scene.trimap, options(), alpha);
  for (std::size_t i = 0; i < found.alpha.size(); ++i)
    ASSERT_EQ(alpha.view().data[i], std::lround(found.alpha[i] * 255)) << i;
}

TEST_P(Matting, TrimapWithoutUnknownIsTheAlphaItself) {
  Image trimap = filled(4, 4, 0);
  trimap.view().data[5] = 255;
  const Estimate found = estimate(filled(4, 4, 99), trimap, options());
  EXPECT_EQ(found.report.unknown, 0U);
  EXPECT_EQ(found.report.iterations, 0);
  EXPECT_EQ(found.report.note, "the trimap leaves nothing unknown");
  EXPECT_EQ(found.alpha[5], 1.F);
  EXPECT_EQ(std::count(found.alpha.begin(), found.alpha.end(), 0.F), 15);
}

TEST_P(Matting, TrimapOfOneSideIsAnsweredWithThatSideAndNoted) {
  Image trimap = filled(4, 4, 128);
  trimap.view().data[0] = 0;
  const Estimate nobody = estimate(filled(4, 4, 99), trimap, options());
  EXPECT_EQ(nobody.report.note, "the trimap has no foreground");
  EXPECT_EQ(nobody.alpha, std::vector<float>(16, 0.F));
  trimap.view().data[0] = 255;
  const Estimate all = estimate(filled(4, 4, 99), trimap, options());
  EXPECT_EQ(all.report.note, "the trimap has no background");
  EXPECT_EQ(all.alpha, std::vector<float>(16, 1.F));
  EXPECT_EQ(all.report.iterations, 0);
}

TEST_P(Matting, SmallestAndThinPicturesAreAnswered) {
  EXPECT_EQ(estimate(filled(1, 1, 9), filled(1, 1, 128), options()).alpha[0], 0.F);
  for (const auto& [width, height] : {std::pair(9, 1), std::pair(1, 9), std::pair(5, 2)}) {
    Image image = filled(width, height, 10);
    Image trimap = filled(width, height, 128);
    const auto last = std::size_t(width * height) - 1;
    image.view().data[last] = image.view().data[last - 1] = 250;
    trimap.view().data[0] = 0;
    trimap.view().data[last] = 255;
    const Estimate found = estimate(image, trimap, options());
    for (const float alpha : found.alpha)
      EXPECT_TRUE(alpha >= 0 && alpha <= 1) << alpha;
    EXPECT_LT(found.alpha.front(), 0.5F);
    EXPECT_GT(found.alpha.back(), 0.5F);
  }
}

TEST_P(Matting, PictureOfOneColorGetsAnAlphaWithoutHoles) {
  const Scene scene = disc(32);
  const Estimate found = estimate(filled(32, 32, 77), scene.trimap, options());
  for (const float alpha : found.alpha)
    EXPECT_TRUE(alpha >= 0 && alpha <= 1) << alpha;
}

TEST_P(Matting, LossyTrimapIsReadAsItWasMeant) {
  const Scene scene = disc(32);
  Image lossy = scene.trimap;
  for (int i = 0; i < 32 * 32; ++i) {
    std::uint8_t& value = lossy.view().data[i];
    value = value == 255 ? 250 : value == 0 ? 5 : 120;
  }
  EXPECT_EQ(estimate(scene.image, lossy, options()).alpha,
            estimate(scene.image, scene.trimap, options()).alpha);
}

TEST_P(Matting, TrimapOfAnotherSizeIsRefusedWithBothSizes) {
  try {
    estimate(filled(4, 4, 0), filled(5, 4, 0), options());
    FAIL() << "accepted";
  } catch (const shm::BadInput& error) {
    EXPECT_NE(std::string(error.what()).find("5x4"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("4x4"), std::string::npos) << error.what();
  }
}

TEST_P(Matting, MemoryBoundGrowsWithWhatIsUnknown) {
  const std::size_t little = shm::matting_memory(GetParam(), 4000, 2000, 100'000);
  const std::size_t much = shm::matting_memory(GetParam(), 4000, 2000, 800'000);
  EXPECT_GT(little, 4000U * 2000U);
  EXPECT_GT(much, little);
  EXPECT_LT(much, 1'500'000'000U);
}

TEST(AlphaOptions, WrongOnesAreNamed) {
  const auto message = [](const AlphaOptions& options) {
    try {
      options.check();
    } catch (const shm::InvalidOption& error) {
      return std::string(error.what());
    }
    return std::string("accepted");
  };
  EXPECT_EQ(message({.known_weight = 0}).substr(0, 13), "known-weight:");
  EXPECT_EQ(message({.epsilon = 2}).substr(0, 8), "epsilon:");
  EXPECT_EQ(message({.threads = -1}).substr(0, 8), "threads:");
}
