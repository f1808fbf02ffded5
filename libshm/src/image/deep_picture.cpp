// SPDX-License-Identifier: MIT
// Pictures of 16 bits a channel.

#include "shm/deep_picture.hpp"

#include <opencv2/imgproc.hpp>

#include "image/codecs.hpp"
#include "image/decode.hpp"

namespace shm {
namespace {

int to_rgba(const cv::Mat& picture) {
  return picture.channels() == 1   ? cv::COLOR_GRAY2RGBA
         : picture.channels() == 3 ? cv::COLOR_BGR2RGBA
                                   : cv::COLOR_BGRA2RGBA;
}

}  // namespace

DeepPicture decode_deep_picture(const std::string& content, const std::string& name) {
  const cv::Mat decoded = decode_sixteen_bits(content, name);
  DeepPicture picture{decoded.cols, decoded.rows};
  picture.samples.resize(4 * decoded.total());
  cv::Mat target(decoded.size(), CV_16UC4, picture.samples.data());
  cv::cvtColor(decoded, target, to_rgba(decoded));
  return picture;
}

std::string encode_deep_png(const DeepPicture& picture) {
  const cv::Mat samples(picture.height, picture.width, CV_MAKETYPE(CV_16U, picture.channels),
                        const_cast<std::uint16_t*>(picture.samples.data()));  // NOLINT
  cv::Mat ordered;
  if (picture.channels == 4)
    cv::cvtColor(samples, ordered, cv::COLOR_RGBA2BGRA);
  else
    ordered = samples;
  return codecs().encode(PictureType::png, ordered, usual_quality);
}

}  // namespace shm
