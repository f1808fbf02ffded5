// SPDX-License-Identifier: MIT
// Lets a background's light fall around the person's edges.
#include "compose/light_wrap.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <opencv2/imgproc.hpp>

#include "image/mat.hpp"
#include "kernels/cpu/lanes.hpp"

namespace shm {
namespace {

constexpr double reach = 1.5;        ///< sigma of the light's blur, pixels of the copy
constexpr float least = 1.0F / 255;  ///< light below which nothing changes

/// Of each byte of a pixel.
constexpr int channels = 4;

/// Between two rows of the copy's light, times the strength.
void mix_rows(const float* above, const float* beneath, float fraction, float strength, int count,
              float* __restrict line) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (int i = 0; i < count; ++i)
      line[i] = strength * (above[i] + fraction * (beneath[i] - above[i]));
  });
}

/// Of two neighbouring places.
SHM_INLINE bool are_dark(const float* light) {
  float most = 0;
  for (int i = 0; i < 2 * channels; ++i)
    most = std::max(most, light[i]);
  return most < least;
}

using Pixel __attribute__((vector_size(channels * sizeof(float)))) = float;
using PixelBits __attribute__((vector_size(sizeof(Pixel)))) = std::uint32_t;
using PixelBytes __attribute__((vector_size(channels))) = std::uint8_t;

SHM_INLINE Pixel load_pixel(const float* from) {
  Pixel pixel;
  std::memcpy(&pixel, from, sizeof pixel);
  return pixel;
}

/// Lets the light between two places fall on a pixel, which is no darker then.
template <int bytes>
SHM_INLINE void screen(const float* light, float fraction, float alpha, std::uint8_t* pixel) {
  const Pixel first = load_pixel(light), second = load_pixel(light + channels);
  PixelBytes colors{};
  std::memcpy(&colors, pixel, bytes);
  const Pixel dark = __builtin_convertvector(colors, Pixel);
  const Pixel lit = dark + alpha * (first + fraction * (second - first)) * (255 - dark);
  colors = __builtin_convertvector(__builtin_bit_cast(PixelBits, lit + rounding), PixelBytes);
  std::memcpy(pixel, &colors, bytes);
}

}  // namespace

void LightWrap::prepare(const ImageView& alpha, const BackgroundView& background, double strength) {
  strength_ = float(strength);
  if (strength_ == 0) return;
  frame_ = {alpha.width, alpha.height};
  layout_ = layout_of(background.format);
  resizer_.resize(as_mat(alpha), alpha_, size_within(frame_, longest));
  measure(background);
  prepare_taps();
  cv::GaussianBlur(light_, light_, {}, reach, reach, cv::BORDER_REPLICATE);
  cv::dilate(alpha_, alpha_, {});
  light_.setTo(0, alpha_ == 0);  // which is not looked at then
}

/// Where nobody is.
void LightWrap::measure(const BackgroundView& background) {
  light_.create(alpha_.size(), CV_32FC4);
  for (int y = 0; y < light_.rows; ++y)
    for (int x = 0; x < light_.cols; ++x)
      light_.at<Light>(y, x) =
          sample(background, x, y) * (1 - float(alpha_.at<std::uint8_t>(y, x)) / 255);
}

/// In the middle of what a pixel of the copy covers: the blur averages.
LightWrap::Light LightWrap::sample(const BackgroundView& background, int x, int y) const {
  const int column = (2 * x + 1) * frame_.width / (2 * light_.cols);
  const int row = (2 * y + 1) * frame_.height / (2 * light_.rows);
  const std::uint8_t* pixel = background.row(row) + std::ptrdiff_t(column) * layout_.bytes;
  Light light;
  for (const int place : {layout_.red, layout_.green, layout_.blue})
    light[place] = float(pixel[place]) / 255;
  return light;
}

void LightWrap::row(int y, const std::uint8_t* alpha, std::uint8_t* pixels) const {
  if (strength_ == 0) return;
  if (layout_.bytes == 4)
    screen_row<4>(line_at(y), alpha, pixels);
  else
    screen_row<3>(line_at(y), alpha, pixels);
}

template <int bytes>
void LightWrap::screen_row(const Line& line, const std::uint8_t* alpha,
                           std::uint8_t* pixels) const {
  on_vector_unit([=, lights = line.data(), taps = taps_.data(), ends = ends_.data(),
                  width = frame_.width]() SHM_IN_EACH {
    for (int x = 0; x < width;) {
      const int end = ends[taps[x].index];
      const float* light = lights + std::ptrdiff_t(taps[x].index) * channels;
      if (are_dark(light)) x = end;
      for (; x < end; ++x)
        if (alpha[x] != 0)
          screen<bytes>(light, taps[x].fraction, float(alpha[x]) / 255,
                        pixels + std::ptrdiff_t(x) * bytes);
    }
  });
}

void LightWrap::prepare_taps() {
  if (int(taps_.size()) == frame_.width && int(ends_.size()) == light_.cols) return;
  taps_.clear();
  ends_.assign(std::size_t(light_.cols), 0);
  for (int x = 0; x < frame_.width; ++x) {
    taps_.push_back(linear_tap(x, frame_.width, light_.cols));
    ends_[std::size_t(taps_.back().index)] = x + 1;
  }
}

/// At the height of the frame's row, the copy's columns; the last is there twice.
LightWrap::Line LightWrap::line_at(int y) const {
  const auto [upper, fraction] = linear_tap(y, frame_.height, light_.rows);
  const int lower = std::min(upper + 1, light_.rows - 1), count = channels * light_.cols;
  Line line;
  mix_rows(light_.ptr<float>(upper), light_.ptr<float>(lower), fraction, strength_, count,
           line.data());
  std::copy_n(line.data() + count - channels, channels, line.data() + count);
  return line;
}

}  // namespace shm
