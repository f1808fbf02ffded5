// SPDX-License-Identifier: MIT
// Foreground and background colours by the multi-level method of Germer et al.

#include "compose/color_layers.hpp"

#include <algorithm>
#include <array>

namespace shm {
namespace {

constexpr Eigen::Index alpha_channel = 3;
constexpr double mostly_person = 0.9 * 255;
constexpr double hardly_person = 0.1 * 255;

Color read_pixel(const ImageView& image, const PixelLayout& layout, const ImageView& alpha, int x,
                 int y) {
  const std::uint8_t* pixel = image.row(y) + std::ptrdiff_t(x) * layout.bytes;
  return Color(pixel[layout.red], pixel[layout.green], pixel[layout.blue], alpha.row(y)[x]) / 255;
}

/// Where the coarsest level starts: the mean colours of what is surely person and surely not.
Layers mean_layers(const ImageView& image, const ImageView& alpha) {
  const PixelLayout layout = layout_of(image.format);
  Eigen::Array4d foreground = Eigen::Array4d::Zero();
  Eigen::Array4d background = Eigen::Array4d::Zero();
  double in_front = 1e-5;  // not 0
  double behind = 1e-5;
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) {
      const std::uint8_t share = alpha.row(y)[x];
      if (share > mostly_person) {
        foreground += read_pixel(image, layout, alpha, x, y).cast<double>();
        ++in_front;
      } else if (share < hardly_person) {
        background += read_pixel(image, layout, alpha, x, y).cast<double>();
        ++behind;
      }
    }
  return {(foreground / in_front).cast<float>(), (background / behind).cast<float>()};
}

}  // namespace

void LayerEstimator::run(const ImageView& image, const ImageView& alpha,
                         const ForegroundOptions& options) {
  make_levels(image.width, image.height);
  levels_[0].layers[0] = mean_layers(image, alpha);
  for (std::size_t i = 1; i < levels_.size(); ++i) {
    sample(image, alpha, levels_[i]);
    continue_from(levels_[i - 1], levels_[i]);
    relax(levels_[i], options);
  }
}

/// From one pixel, which holds the mean colours, by equal factors to the whole picture.
void LayerEstimator::make_levels(int width, int height) {
  if (!levels_.empty() && levels_.back().width == width && levels_.back().height == height) return;
  levels_ = {Level(1, 1)};
  const int count = layer_levels(width, height);
  for (int i = 0; i <= count; ++i)
    levels_.emplace_back(layer_side(width, i, count), layer_side(height, i, count));
}

void LayerEstimator::sample(const ImageView& image, const ImageView& alpha, Level& level) {
  const PixelLayout layout = layout_of(image.format);
  for (int y = 0; y < level.height; ++y)
    for (int x = 0; x < level.width; ++x)
      level.image[level.at(x, y)] =
          read_pixel(image, layout, alpha, nearest(x, level.width, image.width),
                     nearest(y, level.height, image.height));
}

void LayerEstimator::continue_from(const Level& coarse, Level& level) {
  for (int y = 0; y < level.height; ++y)
    for (int x = 0; x < level.width; ++x)
      level.layers[level.at(x, y)] = coarse.layers[coarse.at(
          nearest(x, level.width, coarse.width), nearest(y, level.height, coarse.height))];
}

/// Solves a pixel's 2x2 equations, its four neighbours held as they are.
void LayerEstimator::relax(Level& level, int x, int y, const ForegroundOptions& options) {
  const std::size_t here = level.at(x, y);
  const std::array<std::size_t, 4> neighbours = {
      level.at(std::max(x - 1, 0), y), level.at(std::min(x + 1, level.width - 1), y),
      level.at(x, std::max(y - 1, 0)), level.at(x, std::min(y + 1, level.height - 1))};
  const Color& pixel = level.image[here];
  LayerEquations<Color> equations(pixel, pixel[alpha_channel]);
  for (const std::size_t next : neighbours)
    equations.add(level.layers[next], level.image[next][alpha_channel],
                  float(options.regularization), float(options.gradient_weight));
  level.layers[here] = equations.solved();
}

void LayerEstimator::relax(Level& level, const ForegroundOptions& options) {
  const bool small = level.width <= options.small_size && level.height <= options.small_size;
  const int iterations = small ? options.small_iterations : options.big_iterations;
  for (int iteration = 0; iteration < iterations; ++iteration)
    for (int y = 0; y < level.height; ++y)
      for (int x = 0; x < level.width; ++x)
        relax(level, x, y, options);
}

}  // namespace shm
