// SPDX-License-Identifier: MIT
// Colours of pictures that have an ICC profile, through lcms2.

#include "image/color_profile.hpp"

#include <lcms2.h>

#include <memory>
#include <numeric>
#include <vector>

#include "base/release.hpp"

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
bool all_but_equal(const cv::Mat& a, const cv::Mat& b) {
  return cv::norm(a, b, cv::NORM_INF) <= 2;
}

bool is_srgb(const Profile& profile) {
  const Transform transform = transform_to_srgb(profile, TYPE_BGR_8, TYPE_BGR_8);
  const cv::Mat colors = some_colors();
  return !transform || all_but_equal(colors, transformed(colors, transform));
}

cv::Mat colors_to_srgb(const cv::Mat& picture, const Profile& profile) {
  if (picture.channels() < 3 || is_srgb(profile)) return picture;
  const cmsUInt32Number format = picture.channels() == 3 ? TYPE_BGR_8 : TYPE_BGRA_8;
  return transformed(picture, transform_to_srgb(profile, format, format));
}

/// Grey spread over the channels or not: one table for all but alpha.
cv::Mat grays_to_srgb(const cv::Mat& picture, const Profile& profile) {
  cv::Mat grays(1, 256, CV_8UC1);
  std::iota(grays.begin<std::uint8_t>(), grays.end<std::uint8_t>(), std::uint8_t(0));
  const Transform transform = transform_to_srgb(profile, TYPE_GRAY_8, TYPE_BGR_8);
  if (!transform) return picture;
  cv::Mat colors(1, 256, CV_8UC3);
  cmsDoTransform(transform.get(), grays.data, colors.data, 256);
  cv::Mat table;
  cv::extractChannel(colors, table, 1);
  if (all_but_equal(table, grays)) return picture;
  if (picture.channels() == 4) cv::merge(std::vector<cv::Mat>{table, table, table, grays}, table);
  cv::Mat result;
  cv::LUT(picture, table, result);
  return result;
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
