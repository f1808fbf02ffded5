// SPDX-License-Identifier: MIT
#include "model/network_input.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/parallel.hpp"
#include "image/luminance.hpp"
#include "image/mat.hpp"
#include "kernels/cpu/lanes.hpp"

namespace shm {
namespace {

int rounded_up(int value, int multiple) {
  return (value + multiple - 1) / multiple * multiple;
}

int mirrored(int position, int length) {
  return cv::borderInterpolate(position, length, cv::BORDER_REFLECT_101);
}

/// (x - mean) * scale as the model asks, from pixels of one layout.
struct Normalisation {
  Normalisation(const ModelMetadata& model, const PixelLayout& layout)
      : channels(model.bgr ? std::array{layout.blue, layout.green, layout.red}
                           : std::array{layout.red, layout.green, layout.blue}),
        scale(float(model.scale)) {
    for (std::size_t c = 0; c < mean.size(); ++c)
      mean[c] = float(model.mean[c]);
  }

  std::array<int, 3> channels;
  std::array<float, 3> mean{};
  float scale;
};

template <int bytes>
SHM_INLINE void normalise(const Normalisation& to, const std::uint8_t* pixels, int width,
                          float* __restrict input) {
  for (int x = 0; x < width; ++x)
    for (int c = 0; c < 3; ++c)
      input[3 * x + c] =
          (float(pixels[bytes * x + to.channels[std::size_t(c)]]) - to.mean[std::size_t(c)]) *
          to.scale;
}

void normalise_row(const Normalisation& to, int bytes, const std::uint8_t* pixels, int width,
                   float* input) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    switch (bytes) {
      case 1: return normalise<1>(to, pixels, width, input);
      case 3: return normalise<3>(to, pixels, width, input);
      default: return normalise<4>(to, pixels, width, input);
    }
  });
}

}  // namespace

WorkingSize working_size(cv::Size frame, int size, int multiple, int margin, double pixel_aspect) {
  const double width = frame.width * pixel_aspect;
  const double scale = size / std::max(width, double(frame.height));
  const cv::Size inner(std::max(1, int(std::lround(width * scale))),
                       std::max(1, int(std::lround(frame.height * scale))));
  return {
      inner,
      {rounded_up(inner.width + margin, multiple), rounded_up(inner.height + margin, multiple)}};
}

NetworkInput::NetworkInput(ModelMetadata model)
    : model_(std::move(model)), margin_(model_.margin()) {}

void NetworkInput::run(const ImageView& frame, int size, double pixel_aspect) {
  size_ = working_size({frame.width, frame.height}, size > 0 ? size : model_.size,
                       model_.size_multiple, margin_, pixel_aspect);
  resizer_.prepare({frame.width, frame.height}, size_.inner);
  small_.create(size_.inner, CV_8UC(layout_of(frame.format).bytes));
  luminance_.create(size_.inner, CV_32FC1);
  input_.create(size_.padded, CV_32FC3);
  const cv::Mat pixels = as_mat(frame);
  const Normalisation normalisation(model_, layout_of(frame.format));
  const LuminanceRow write_luminance = luminance_row(frame.format);
  for_each_row(size_.inner.height, [&](int y) {
    resizer_.row(pixels, y, small_.ptr(y));
    write_luminance(small_.ptr(y), layout_of(frame.format), small_.cols, luminance_.ptr<float>(y));
    normalise_row(normalisation, small_.channels(), small_.ptr(y), small_.cols,
                  input_.ptr<float>(y));
    mirror_right(input_.ptr<float>(y));
  });
  mirror_bottom();
}

void NetworkInput::mirror_right(float* row) const {
  const auto [inner, padded] = size_;
  for (int x = inner.width; x < padded.width; ++x)
    std::copy_n(row + 3 * std::ptrdiff_t(mirrored(x, inner.width)), 3, row + 3 * std::ptrdiff_t(x));
}

void NetworkInput::mirror_bottom() {
  const auto [inner, padded] = size_;
  for (int y = inner.height; y < padded.height; ++y)
    input_.row(mirrored(y, inner.height)).copyTo(input_.row(y));
}

}  // namespace shm
