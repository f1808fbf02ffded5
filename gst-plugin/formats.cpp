// SPDX-License-Identifier: MIT
// The formats of the source pad, preferred first, for each way of showing a person.
#include "formats.hpp"

#include <array>

namespace shm {
namespace {

constexpr std::array formats = {
    GST_VIDEO_FORMAT_RGBA,      GST_VIDEO_FORMAT_BGRA,      GST_VIDEO_FORMAT_ARGB,
    GST_VIDEO_FORMAT_ABGR,      GST_VIDEO_FORMAT_AYUV,      GST_VIDEO_FORMAT_A420,
    GST_VIDEO_FORMAT_A444_10LE, GST_VIDEO_FORMAT_RGBx,      GST_VIDEO_FORMAT_BGRx,
    GST_VIDEO_FORMAT_xRGB,      GST_VIDEO_FORMAT_xBGR,      GST_VIDEO_FORMAT_RGB,
    GST_VIDEO_FORMAT_BGR,       GST_VIDEO_FORMAT_NV12,      GST_VIDEO_FORMAT_I420,
    GST_VIDEO_FORMAT_YUY2,      GST_VIDEO_FORMAT_I422_10LE, GST_VIDEO_FORMAT_GRAY8};
constexpr std::size_t alpha_count = 7;
constexpr std::size_t color_count = formats.size() - 1;

}  // namespace

std::span<const GstVideoFormat> output_formats() {
  return formats;
}

std::span<const GstVideoFormat> allowed_formats(const Settings& settings) {
  const Output output = effective_output(settings);
  if (output == Output::alpha || output == Output::trimap) {
    return std::span(formats).subspan(color_count);
  }
  const bool opaque = effective_background(settings) != Background::transparent;
  return std::span(formats).first(opaque ? color_count : alpha_count);
}

PixelFormat pixel_format(GstVideoFormat format) {
  switch (format) {
    case GST_VIDEO_FORMAT_RGBA: return PixelFormat::rgba;
    case GST_VIDEO_FORMAT_BGRA: return PixelFormat::bgra;
    case GST_VIDEO_FORMAT_ARGB: return PixelFormat::argb;
    case GST_VIDEO_FORMAT_ABGR: return PixelFormat::abgr;
    case GST_VIDEO_FORMAT_RGBx: return PixelFormat::rgbx;
    case GST_VIDEO_FORMAT_BGRx: return PixelFormat::bgrx;
    case GST_VIDEO_FORMAT_xRGB: return PixelFormat::xrgb;
    case GST_VIDEO_FORMAT_xBGR: return PixelFormat::xbgr;
    case GST_VIDEO_FORMAT_RGB: return PixelFormat::rgb;
    case GST_VIDEO_FORMAT_BGR: return PixelFormat::bgr;
    default: return PixelFormat::gray;
  }
}

bool is_four_byte_rgb(const GstVideoInfo& info) {
  return layout_of(pixel_format(GST_VIDEO_INFO_FORMAT(&info))).bytes == 4 &&
         info.colorimetry.range == GST_VIDEO_COLOR_RANGE_0_255;
}

}  // namespace shm
