// SPDX-License-Identifier: MIT
// Colours of pictures that have an ICC profile, through lcms2.

#include "image/color_profile.hpp"

#include <lcms2.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <numeric>
#include <vector>

#include "base/release.hpp"
#include "image/mat.hpp"

namespace shm {
namespace {

using Profile = std::unique_ptr<void, Release<cmsCloseProfile>>;
using Transform = std::unique_ptr<void, Release<cmsDeleteTransform>>;

Transform transform_to_srgb(const Profile& from, cmsUInt32Number given, cmsUInt32Number wanted) {
  const Profile srgb(cmsCreate_sRGBProfile());
  return Transform(cmsCreateTransform(from.get(), given, srgb.get(), wanted,
                                      INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_COPY_ALPHA));
}

cv::Mat transformed(const cv::Mat& picture, const Transform& transform) {
  cv::Mat result(picture.size(), picture.type());
  cmsDoTransformLineStride(transform.get(), picture.data, result.data,
                           cmsUInt32Number(picture.cols), cmsUInt32Number(picture.rows),
                           cmsUInt32Number(picture.step[0]), cmsUInt32Number(result.step[0]), 0, 0);
  return result;
}

/// Colours all over the cube.
cv::Mat some_colors() {
  std::vector<cv::Vec3b> colors;
  for (int blue = 0; blue <= 255; blue += 51)
    for (int green = 0; green <= 255; green += 51)
      for (int red = 0; red <= 255; red += 51)
        colors.emplace_back(std::uint8_t(blue), std::uint8_t(green), std::uint8_t(red));
  return cv::Mat(colors, true).t();
}

/// sRGB has profiles of many makers, which differ in their rounding alone.
bool all_but_equal(const cv::Mat& a, const cv::Mat& b, double step = 1) {
  return cv::norm(a, b, cv::NORM_INF) <= 2 * step;
}

bool is_srgb(const Profile& profile) {
  const Transform transform = transform_to_srgb(profile, TYPE_BGR_8, TYPE_BGR_8);
  const cv::Mat colors = some_colors();
  return !transform || all_but_equal(colors, transformed(colors, transform));
}

cmsUInt32Number color_format(const cv::Mat& picture) {
  const bool wide = picture.depth() == CV_16U;
  if (picture.channels() == 3) return wide ? TYPE_BGR_16 : TYPE_BGR_8;
  return wide ? TYPE_BGRA_16 : TYPE_BGRA_8;
}

cv::Mat colors_to_srgb(const cv::Mat& picture, const Profile& profile) {
  if (picture.channels() < 3 || is_srgb(profile)) return picture;
  const cmsUInt32Number format = color_format(picture);
  return transformed(picture, transform_to_srgb(profile, format, format));
}

/// What becomes of each grey of 8 or 16 bits; empty where nothing does.
template <typename Gray>
cv::Mat gray_table(const Profile& profile, cmsUInt32Number from, cmsUInt32Number to) {
  constexpr int type = cv::DataType<Gray>::type;
  cv::Mat grays(1, std::numeric_limits<Gray>::max() + 1, type);
  std::iota(grays.begin<Gray>(), grays.end<Gray>(), Gray(0));
  const Transform transform = transform_to_srgb(profile, from, to);
  if (!transform) return {};
  cv::Mat colors(1, grays.cols, CV_MAKETYPE(type, 3));
  cmsDoTransform(transform.get(), grays.data, colors.data, cmsUInt32Number(grays.cols));
  cv::Mat table;
  cv::extractChannel(colors, table, 1);
  return all_but_equal(table, grays, white(grays) / 255) ? cv::Mat() : table;
}

/// All channels but alpha.
template <typename Gray>
void look_up(const cv::Mat& table, cv::Mat& picture) {
  const int channels = picture.channels();
  const int colors = std::min(channels, 3);
  const auto* greys = table.ptr<Gray>();
  for (int y = 0; y < picture.rows; ++y) {
    Gray* pixel = picture.ptr<Gray>(y);
    for (int x = 0; x < picture.cols; ++x, pixel += channels)
      for (int c = 0; c < colors; ++c)
        pixel[c] = greys[pixel[c]];
  }
}

/// Grey spread over the channels or not: one table for all.
template <typename Gray>
cv::Mat grays_to_srgb(const cv::Mat& picture, const Profile& profile, cmsUInt32Number from,
                      cmsUInt32Number to) {
  const cv::Mat table = gray_table<Gray>(profile, from, to);
  if (table.empty()) return picture;
  cv::Mat result = picture.clone();
  look_up<Gray>(table, result);
  return result;
}

cv::Mat grays_to_srgb(const cv::Mat& picture, const Profile& profile) {
  if (picture.depth() == CV_8U)
    return grays_to_srgb<std::uint8_t>(picture, profile, TYPE_GRAY_8, TYPE_BGR_8);
  return grays_to_srgb<std::uint16_t>(picture, profile, TYPE_GRAY_16, TYPE_BGR_16);
}

}  // namespace

cv::Mat to_srgb(const cv::Mat& picture, const std::string& profile) {
  const Profile from(cmsOpenProfileFromMem(profile.data(), cmsUInt32Number(profile.size())));
  if (!from) return picture;
  switch (cmsGetColorSpace(from.get())) {
    case cmsSigRgbData: return colors_to_srgb(picture, from);
    case cmsSigGrayData: return grays_to_srgb(picture, from);
    default: return picture;
  }
}

}  // namespace shm
