// SPDX-License-Identifier: MIT
// WebP, by libwebp.
#include <webp/decode.h>
#include <webp/encode.h>

#include <memory>
#include <opencv2/imgproc.hpp>

#include "base/release.hpp"
#include "image/decoders.hpp"
#include "image/encoders.hpp"
#include "image/size_text.hpp"
#include "shm/error.hpp"

namespace shm {

cv::Mat decode_webp(std::string_view content) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(content.data());
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(bytes, content.size(), &features) != VP8_STATUS_OK) return {};
  // Which may promise a canvas of any size.
  if (!is_readable_size(std::uint32_t(features.width), std::uint32_t(features.height))) return {};
  const bool alpha = features.has_alpha != 0;
  cv::Mat pixels(features.height, features.width, alpha ? CV_8UC4 : CV_8UC3);
  const auto decode = alpha ? WebPDecodeBGRAInto : WebPDecodeBGRInto;
  const std::size_t size = pixels.total() * pixels.elemSize();
  const auto* decoded =
      decode(bytes, content.size(), pixels.data, size, int(std::size_t(pixels.step)));
  return decoded == nullptr ? cv::Mat() : pixels;
}

std::string encode_webp(const cv::Mat& picture) {
  cv::Mat pixels = picture;
  if (picture.channels() == 1) cv::cvtColor(picture, pixels, cv::COLOR_GRAY2BGR);
  std::uint8_t* file = nullptr;
  const auto encode = pixels.channels() == 4 ? WebPEncodeLosslessBGRA : WebPEncodeLosslessBGR;
  const std::size_t size =
      encode(pixels.data, pixels.cols, pixels.rows, int(std::size_t(pixels.step)), &file);
  const std::unique_ptr<std::uint8_t, Release<WebPFree>> owner(file);
  if (size == 0)
    throw WriteError("the picture cannot be encoded: a WebP has sides of at most 16383 pixels");
  return {reinterpret_cast<const char*>(file), size};
}

}  // namespace shm
