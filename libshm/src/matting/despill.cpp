#include "matting/despill.hpp"

#include <algorithm>
#include <cmath>

#include "image/mat.hpp"

namespace shm {
namespace {

cv::Size copy_size(const ImageView& frame, int longest) {
  const double scale = std::min(1.0, double(longest) / std::max(frame.width, frame.height));
  return {std::max(1, int(std::lround(frame.width * scale))),
          std::max(1, int(std::lround(frame.height * scale)))};
}

/// Where the middle of pixel `position` of `large` lies among `small` ones.
float place(int position, int large, int small) {
  const float at = (float(position) + 0.5F) * float(small) / float(large) - 0.5F;
  return std::clamp(at, 0.0F, float(small - 1));
}

Layers mixed(const Layers& a, const Layers& b, float fraction) {
  return {a.foreground + fraction * (b.foreground - a.foreground),
          a.background + fraction * (b.background - a.background)};
}

/// The foreground nearest to the estimated layers that explains the pixel.
Colour own_colour(const Colour& pixel, float alpha, const Layers& layers) {
  const float rest = 1 - alpha;
  const Colour unexplained = pixel - alpha * layers.foreground - rest * layers.background;
  return layers.foreground + alpha / (alpha * alpha + rest * rest) * unexplained;
}

std::uint8_t to_byte(float value) {
  return std::uint8_t(std::lround(std::clamp(value, 0.0F, 1.0F) * 255));
}

void change_pixel(const Layers& layers, float alpha, float strength, const PixelLayout& layout,
                  std::uint8_t* pixel) {
  const Colour now = Colour(pixel[layout.red], pixel[layout.green], pixel[layout.blue], 0) / 255;
  const Colour result = now + strength * (own_colour(now, alpha, layers) - now);
  pixel[layout.red] = to_byte(result[0]);
  pixel[layout.green] = to_byte(result[1]);
  pixel[layout.blue] = to_byte(result[2]);
}

bool is_soft(std::uint8_t alpha) {
  return alpha != 0 && alpha != 255;
}

}  // namespace

void Despill::prepare(const ImageView& frame, const ImageView& alpha) {
  frame_ = {frame.width, frame.height};
  const cv::Size size = copy_size(frame, longest);
  frame_resizer_.resize(as_mat(frame), small_frame_, size);
  alpha_resizer_.resize(as_mat(alpha), small_alpha_, size);
  layers_.run(image_view(small_frame_, frame.format), image_view(small_alpha_, PixelFormat::gray),
              {});
}

void Despill::row(int y, const std::uint8_t* alpha, double strength, const PixelLayout& layout,
                  std::uint8_t* pixels) const {
  const std::uint8_t* end = alpha + frame_.width;
  const std::uint8_t* first = std::find_if(alpha, end, is_soft);
  if (first == end) return;
  const Line line = mixed_row(y);
  for (int x = int(first - alpha); x < frame_.width; ++x)
    if (is_soft(alpha[x]))
      change_pixel(layers_at(line, x), float(alpha[x]) / 255, float(strength), layout,
                   pixels + std::ptrdiff_t(x) * layout.bytes);
}

/// The layers at the height of the frame's row, the copy's columns; the last is there twice.
Despill::Line Despill::mixed_row(int y) const {
  const float at = place(y, frame_.height, small_frame_.rows);
  const int upper = int(at);
  const int lower = std::min(upper + 1, small_frame_.rows - 1);
  Line line;
  for (int x = 0; x < small_frame_.cols; ++x)
    line[std::size_t(x)] = mixed(layers_.at(x, upper), layers_.at(x, lower), at - float(upper));
  line[std::size_t(small_frame_.cols)] = line[std::size_t(small_frame_.cols - 1)];
  return line;
}

Layers Despill::layers_at(const Line& line, int x) const {
  const float at = place(x, frame_.width, small_frame_.cols);
  const auto left = std::size_t(at);
  return mixed(line[left], line[left + 1], at - float(left));
}

}  // namespace shm
