// SPDX-License-Identifier: MIT
// Takes the room's colours out of soft edges of live frames.

#include "compose/despill.hpp"

#include <algorithm>

#include "image/mat.hpp"
#include "kernels/cpu/lanes.hpp"
#include "kernels/pixel/linear_tap.hpp"

namespace shm {
namespace {

void change_pixel(const Layers& layers, float alpha, float strength, const PixelLayout& layout,
                  std::uint8_t* pixel) {
  const Color now = Color(pixel[layout.red], pixel[layout.green], pixel[layout.blue], 0) / 255;
  const Color result = now + strength * (own_color(now, alpha, layers) - now);
  store(result[0] * 255, pixel[layout.red]);
  store(result[1] * 255, pixel[layout.green]);
  store(result[2] * 255, pixel[layout.blue]);
}

bool is_soft(std::uint8_t alpha) {
  return alpha != 0 && alpha != 255;
}

}  // namespace

void Despill::prepare(const ImageView& frame, const ImageView& alpha, double strength) {
  strength_ = frame.format == PixelFormat::gray ? 0 : float(strength);
  if (strength_ == 0) return;
  frame_ = {frame.width, frame.height};
  const cv::Size size = size_within(frame_, longest);
  frame_resizer_.resize(as_mat(frame), small_frame_, size);
  alpha_resizer_.resize(as_mat(alpha), small_alpha_, size);
  layers_.run(image_view(small_frame_, frame.format), image_view(small_alpha_, PixelFormat::gray),
              {});
}

void Despill::row(int y, const std::uint8_t* alpha, const PixelLayout& layout,
                  std::uint8_t* pixels) const {
  if (strength_ == 0) return;
  const std::uint8_t* end = alpha + frame_.width;
  const std::uint8_t* first = std::find_if(alpha, end, is_soft);
  if (first == end) return;
  const Line line = mixed_row(y);
  for (int x = int(first - alpha); x < frame_.width; ++x)
    if (is_soft(alpha[x]))
      change_pixel(layers_at(line, x), float(alpha[x]) / 255, strength_, layout,
                   pixels + std::ptrdiff_t(x) * layout.bytes);
}

/// The layers at the height of the frame's row, the copy's columns; the last is there twice.
Despill::Line Despill::mixed_row(int y) const {
  const auto [upper, fraction] = linear_tap(y, frame_.height, small_frame_.rows);
  const int lower = std::min(upper + 1, small_frame_.rows - 1);
  Line line;
  for (int x = 0; x < small_frame_.cols; ++x)
    line[std::size_t(x)] = mixed_layers(layers_.at(x, upper), layers_.at(x, lower), fraction);
  line[std::size_t(small_frame_.cols)] = line[std::size_t(small_frame_.cols - 1)];
  return line;
}

Layers Despill::layers_at(const Line& line, int x) const {
  const auto [left, fraction] = linear_tap(x, frame_.width, small_frame_.cols);
  return mixed_layers(line[std::size_t(left)], line[std::size_t(left) + 1], fraction);
}

}  // namespace shm
