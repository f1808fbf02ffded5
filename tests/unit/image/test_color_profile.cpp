// SPDX-License-Identifier: MIT
// Pictures with a colour profile, against the standards' arithmetic.

#include <gtest/gtest.h>
#include <lcms2.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "image/mat.hpp"
#include "profiles.hpp"
#include "shm/compositor.hpp"
#include "shm/deep_picture.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"
#include "shm/whole_file.hpp"
#include "tagged_pictures.hpp"
#include "temporary_folder.hpp"

namespace {

using shm::Image;
using shm::ReadAs;
using Color = std::array<double, 3>;  // red, green, blue

std::string srgb_profile() {
  return saved(cmsCreate_sRGBProfile());
}

std::string linear_gray_profile() {
  cmsToneCurve* curve = cmsBuildGamma(nullptr, 1);
  std::string profile = saved(cmsCreateGrayProfile(&d65, curve));
  cmsFreeToneCurve(curve);
  return profile;
}

double decoded(double value) {
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}
double coded(double value) {
  const double inside = std::min(1.0, std::max(0.0, value));
  return inside <= 0.0031308 ? 12.92 * inside : 1.055 * std::pow(inside, 1 / 2.4) - 0.055;
}

/// Of 0..255, by the matrix from linear light of other primaries.
Color srgb_of(const Color& light, const std::array<Color, 3>& matrix) {
  Color result{};
  for (std::size_t i = 0; i < 3; ++i)
    result[i] =
        255 * coded(matrix[i][0] * light[0] + matrix[i][1] * light[1] + matrix[i][2] * light[2]);
  return result;
}

/// P3 of 0..255 in sRGB (CSS Color 4).
Color srgb_of_p3(const Color& p3) {
  return srgb_of({decoded(p3[0] / 255), decoded(p3[1] / 255), decoded(p3[2] / 255)},
                 {{{1.2249401763, -0.2249401763, 0},
                   {-0.0420569547, 1.0420569547, 0},
                   {-0.0196375546, -0.0786360456, 1.0982736001}}});
}

/// Adobe RGB (1998) of 0..255 in sRGB (CSS Color 4's a98-rgb).
Color srgb_of_adobe_rgb(const Color& adobe) {
  const auto light = [](double value) { return std::pow(value / 255, 563.0 / 256); };
  return srgb_of({light(adobe[0]), light(adobe[1]), light(adobe[2])},
                 {{{1.3983557440, -0.3983557440, 0}, {0, 1, 0}, {0, -0.0429289893, 1.0429289893}}});
}

cv::Mat flat(const Color& color, int type) {
  return cv::Mat(16, 16, type, cv::Scalar(color[2], color[1], color[0], 128));
}

void expect_color(const Image& picture, const Color& expected, double tolerance) {
  for (std::size_t c = 0; c < 3; ++c)
    EXPECT_NEAR(picture.view().row(5)[c], expected[c], tolerance) << "channel " << c;
}

const Color skin = {200, 150, 120};

void expect_skin_in_every_format(const std::string& profile, const Color& expected) {
  const Tags tags{1, profile};
  const cv::Mat picture = flat(skin, CV_8UC3);
  expect_color(shm::decode_picture(tagged_png(picture, tags), ReadAs::rgb, "png"), expected, 1);
  expect_color(shm::decode_picture(tagged_jpeg(picture, tags), ReadAs::rgb, "jpeg"), expected, 2);
  expect_color(shm::decode_picture(tagged_webp(picture, tags), ReadAs::rgb, "webp"), expected, 1);
  expect_color(shm::decode_picture(tagged_tiff(picture, tags), ReadAs::rgb, "tiff"), expected, 1);
}

}  // namespace

TEST(ColorProfile, PhonesColorsAreSrgbInEveryFormat) {
  const Color expected = srgb_of_p3(skin);
  ASSERT_GT(expected[0] - skin[0], 5);
  expect_skin_in_every_format(p3_profile(), expected);
}

TEST(ColorProfile, CamerasAdobeRgbIsSrgbInEveryFormat) {
  const Color expected = srgb_of_adobe_rgb(skin);
  ASSERT_GT(expected[0] - skin[0], 10);
  expect_skin_in_every_format(adobe_rgb_profile(), expected);
}

TEST(ColorProfile, AlphaStaysAsItIs) {
  const std::string png = tagged_png(flat(skin, CV_8UC4), {1, p3_profile()});
  const Image picture = shm::decode_picture(png, ReadAs::rgba, "png");
  expect_color(picture, srgb_of_p3(skin), 1);
  EXPECT_EQ(picture.view().row(5)[3], 128);
}

TEST(ColorProfile, SrgbLeavesEveryPixelAsItIs) {
  cv::Mat noise(64, 64, CV_8UC3);
  cv::setRNGSeed(3);
  cv::randu(noise, 0, 256);
  const Image with = shm::decode_picture(tagged_png(noise, {1, srgb_profile()}), ReadAs::rgb, "a");
  const Image without = shm::decode_picture(encoded(".png", noise), ReadAs::rgb, "b");
  EXPECT_EQ(cv::norm(shm::as_mat(with.view()), shm::as_mat(without.view()), cv::NORM_INF), 0);
}

TEST(ColorProfile, MasksAreNumbersNotColors) {
  const cv::Mat mask(16, 16, CV_8UC1, cv::Scalar(100));
  const std::string png = tagged_png(mask, {1, linear_gray_profile()});
  for (const ReadAs as : {ReadAs::gray, ReadAs::matte})
    EXPECT_EQ(shm::decode_picture(png, as, "mask").view().row(3)[3], 100);
}

TEST(ColorProfile, GreyPhotographsHaveTheirCurve) {
  const cv::Mat gray(16, 16, CV_8UC1, cv::Scalar(55));
  const Tags tags{1, linear_gray_profile()};
  const double expected = 255 * coded(55.0 / 255);
  for (const std::string& file : {tagged_png(gray, tags), tagged_tiff(gray, tags)})
    for (const ReadAs as : {ReadAs::rgb, ReadAs::rgba})
      expect_color(shm::decode_picture(file, as, "grey"), {expected, expected, expected}, 1);
}

TEST(ColorProfile, BackgroundsAreSrgbToo) {
  const TemporaryFolder folder;
  shm::write_whole_file(folder / "a.png", tagged_png(flat(skin, CV_8UC3), {1, p3_profile()}));
  shm::Look look;
  look.background = shm::Background::image;
  look.background_image = (folder / "a.png").string();
  const Image frame(16, 16, shm::PixelFormat::rgb);
  const Image nobody(16, 16, shm::PixelFormat::gray);
  Image out(16, 16, shm::PixelFormat::rgb);
  shm::Compositor::make()->compose(frame, nobody, look, out);
  expect_color(out, srgb_of_p3(skin), 1);
}

namespace {

/// A PNG that says by numbers which colours it has; sRGB says its profile.
std::string numbered_png(int primaries, int transfer) {
  const std::string png = tagged_png(flat(skin, CV_8UC3), {1, srgb_profile()});
  const std::string numbers = {char(primaries), char(transfer), 0, 1};
  return png.substr(0, 33) + png_chunk("cICP", numbers) + png.substr(33);
}

}  // namespace

TEST(CodePoints, OfAPngGoBeforeItsProfile) {
  expect_color(shm::decode_picture(numbered_png(12, 13), ReadAs::rgb, "P3"), srgb_of_p3(skin), 1);
  expect_color(shm::decode_picture(numbered_png(2, 2), ReadAs::rgb, "not said"), skin, 0);
}

TEST(CodePoints, OfSrgbAndOfVideosCurvesChangeNothing) {
  for (const int transfer : {1, 6, 13, 14, 15})
    expect_color(shm::decode_picture(numbered_png(1, transfer), ReadAs::rgb, "sRGB"), skin, 0);
}

TEST(CodePoints, HaveTheirCurves) {
  const auto expected = [](double exponent) {
    Color color{};
    for (std::size_t c = 0; c < 3; ++c)
      color[c] = 255 * coded(std::pow(skin[c] / 255, exponent));
    return color;
  };
  expect_color(shm::decode_picture(numbered_png(1, 4), ReadAs::rgb, "2.2"), expected(2.2), 1);
  expect_color(shm::decode_picture(numbered_png(1, 8), ReadAs::rgb, "linear"), expected(1), 1);
}

TEST(CodePoints, HdrIsRefusedByName) {
  for (const int transfer : {16, 18}) {
    try {
      shm::decode_picture(numbered_png(9, transfer), ReadAs::rgb, "hdr.png");
      FAIL() << transfer;
    } catch (const shm::BadInput& error) {
      EXPECT_EQ(std::string(error.what()).find("hdr.png: HDR"), 0U) << error.what();
    }
    EXPECT_NO_THROW(shm::decode_picture(numbered_png(9, transfer), ReadAs::gray, "numbers"));
  }
}

TEST(ColorProfile, PicturesOfSixteenBitsAreSrgbAsWell) {
  const cv::Scalar deep(257 * skin[2], 257 * skin[1], 257 * skin[0], 40004);
  const std::string png = tagged_png(cv::Mat(16, 16, CV_16UC4, deep), {1, p3_profile()});
  const shm::DeepPicture picture = shm::decode_deep_picture(png, "png");
  for (std::size_t c = 0; c < 3; ++c)
    EXPECT_NEAR(picture.samples[c], 257 * srgb_of_p3(skin)[c], 257 * 0.2) << c;
  EXPECT_EQ(picture.samples[3], 40004);
  const std::string gray =
      tagged_png(cv::Mat(16, 16, CV_16UC1, cv::Scalar(257 * 55)), {1, linear_gray_profile()});
  EXPECT_NEAR(shm::decode_deep_picture(gray, "grey").samples[0], 65535 * coded(55.0 / 255),
              257 * 0.2);
}
