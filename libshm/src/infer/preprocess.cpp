#include "infer/preprocess.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "image/luminance.hpp"
#include "image/mat.hpp"

namespace shm {
namespace {

int rounded_up(int value, int multiple) {
  return (value + multiple - 1) / multiple * multiple;
}

}  // namespace

WorkingSize working_size(cv::Size frame, int size, int multiple) {
  const double scale = double(size) / std::max(frame.width, frame.height);
  const cv::Size inner(std::max(1, int(std::lround(frame.width * scale))),
                       std::max(1, int(std::lround(frame.height * scale))));
  return {inner, {rounded_up(inner.width, multiple), rounded_up(inner.height, multiple)}};
}

Preprocess::Preprocess(ModelMetadata model) : model_(std::move(model)) {}

void Preprocess::run(const ImageView& frame, int size) {
  size_ = working_size({frame.width, frame.height}, size > 0 ? size : model_.size,
                       model_.size_multiple);
  resizer_.resize(as_mat(frame), small_, size_.inner);
  luminance_.create(size_.inner, CV_32FC1);
  input_.create(size_.padded, CV_32FC3);
  const PixelLayout layout = layout_of(frame.format);
  const LuminanceRow write_luminance = luminance_row(frame.format);
  for (int y = 0; y < small_.rows; ++y) {
    write_luminance(small_.ptr(y), layout, small_.cols, luminance_.ptr<float>(y));
    normalise_row(small_.ptr(y), layout, input_.ptr<float>(y));
  }
  mirror_border();
}

void Preprocess::normalise_row(const std::uint8_t* pixels, const PixelLayout& layout,
                               float* input) const {
  const std::array<int, 3> channels = model_.bgr
                                          ? std::array{layout.blue, layout.green, layout.red}
                                          : std::array{layout.red, layout.green, layout.blue};
  const std::array<float, 3> mean = {float(model_.mean[0]), float(model_.mean[1]),
                                     float(model_.mean[2])};
  const auto scale = float(model_.scale);
  for (int x = 0; x < size_.inner.width; ++x, pixels += layout.bytes, input += 3) {
    input[0] = (float(pixels[channels[0]]) - mean[0]) * scale;
    input[1] = (float(pixels[channels[1]]) - mean[1]) * scale;
    input[2] = (float(pixels[channels[2]]) - mean[2]) * scale;
  }
}

void Preprocess::mirror_border() {
  const auto [inner, padded] = size_;
  const auto mirrored = [](int position, int length) {
    return cv::borderInterpolate(position, length, cv::BORDER_REFLECT_101);
  };
  for (int x = inner.width; x < padded.width; ++x)
    input_.col(mirrored(x, inner.width)).copyTo(input_.col(x));
  for (int y = inner.height; y < padded.height; ++y)
    input_.row(mirrored(y, inner.height)).copyTo(input_.row(y));
}

}  // namespace shm
