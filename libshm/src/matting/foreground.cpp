#include "shm/foreground.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "shm/error.hpp"

namespace shm {
namespace {

/// A pixel's colours in 0..1: what the person gives to it and what lies behind. Kept together,
/// since every step of the solver reads both.
struct Layers {
  std::array<float, 4> foreground{};  ///< red, green, blue, unused
  std::array<float, 4> background{};
};

/// Picture and alpha at one of the levels.
struct Level {
  int width;
  int height;
  std::vector<std::array<float, 4>> image;  ///< red, green, blue, alpha
  std::vector<Layers> layers;

  Level(int columns, int rows)
      : width(columns),
        height(rows),
        image(std::size_t(columns) * std::size_t(rows)),
        layers(image.size()) {}
  std::size_t at(int x, int y) const {
    return std::size_t(y) * std::size_t(width) + std::size_t(x);
  }
};

constexpr std::size_t alpha_channel = 3;

/// The nearest of `from` places for place `index` of `to`.
int nearest(int index, int to, int from) {
  return int(std::int64_t(index) * from / to);
}

std::array<float, 4> read_pixel(const ImageView& image, const PixelLayout& layout,
                                const ImageView& alpha, int x, int y) {
  const std::uint8_t* pixel = image.row(y) + x * layout.bytes;
  return {float(pixel[layout.red]) / 255, float(pixel[layout.green]) / 255,
          float(pixel[layout.blue]) / 255, float(alpha.row(y)[x]) / 255};
}

Level sample(const ImageView& image, const ImageView& alpha, int width, int height) {
  const PixelLayout layout = layout_of(image.format);
  Level level(width, height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      level.image[level.at(x, y)] = read_pixel(image, layout, alpha, nearest(x, width, image.width),
                                               nearest(y, height, image.height));
  return level;
}

void continue_from(const Level& coarse, Level& level) {
  for (int y = 0; y < level.height; ++y)
    for (int x = 0; x < level.width; ++x)
      level.layers[level.at(x, y)] = coarse.layers[coarse.at(
          nearest(x, level.width, coarse.width), nearest(y, level.height, coarse.height))];
}

/// Where the coarsest level starts: the mean colours of what is surely person and surely not.
Layers mean_layers(const ImageView& image, const ImageView& alpha) {
  const PixelLayout layout = layout_of(image.format);
  std::array<std::array<double, 4>, 2> sums{};
  std::array<double, 2> counts = {1e-5, 1e-5};
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x) {
      const std::array<float, 4> pixel = read_pixel(image, layout, alpha, x, y);
      const float share = pixel[alpha_channel];
      if (share >= 0.1F && share <= 0.9F) continue;
      const std::size_t kind = share > 0.9F ? 0 : 1;
      for (std::size_t c = 0; c < 3; ++c)
        sums[kind][c] += double(pixel[c]);
      ++counts[kind];
    }
  Layers means;
  for (std::size_t c = 0; c < 3; ++c) {
    means.foreground[c] = float(sums[0][c] / counts[0]);
    means.background[c] = float(sums[1][c] / counts[1]);
  }
  return means;
}

/// The smoothness that links two neighbours: weak within even alpha, strong across its edges.
float smoothness(const ForegroundOptions& options, float alpha, float neighbour) {
  return float(options.regularization) +
         float(options.gradient_weight) * std::abs(alpha - neighbour);
}

/// Solves a pixel's 2x2 equations, its four neighbours held as they are.
void relax(Level& level, int x, int y, const ForegroundOptions& options) {
  const std::size_t here = level.at(x, y);
  const std::array<std::size_t, 4> neighbours = {
      level.at(std::max(x - 1, 0), y), level.at(std::min(x + 1, level.width - 1), y),
      level.at(x, std::max(y - 1, 0)), level.at(x, std::min(y + 1, level.height - 1))};
  const std::array<float, 4>& pixel = level.image[here];
  const float alpha = pixel[alpha_channel];
  Layers sum;
  float weights = 0;
  for (const std::size_t next : neighbours) {
    const float weight = smoothness(options, alpha, level.image[next][alpha_channel]);
    const Layers& other = level.layers[next];
    weights += weight;
    for (std::size_t c = 0; c < 4; ++c) {
      sum.foreground[c] += weight * other.foreground[c];
      sum.background[c] += weight * other.background[c];
    }
  }
  const float rest = 1 - alpha;
  const float ff = alpha * alpha + weights;
  const float bb = rest * rest + weights;
  const float fb = alpha * rest;
  const float scale = 1 / (ff * bb - fb * fb);
  Layers& result = level.layers[here];
  for (std::size_t c = 0; c < 4; ++c) {
    const float f = alpha * pixel[c] + sum.foreground[c];
    const float b = rest * pixel[c] + sum.background[c];
    result.foreground[c] = std::clamp((bb * f - fb * b) * scale, 0.F, 1.F);
    result.background[c] = std::clamp((ff * b - fb * f) * scale, 0.F, 1.F);
  }
}

void relax(Level& level, const ForegroundOptions& options) {
  const bool small = level.width <= options.small_size && level.height <= options.small_size;
  const int iterations = small ? options.small_iterations : options.big_iterations;
  for (int iteration = 0; iteration < iterations; ++iteration)
    for (int y = 0; y < level.height; ++y)
      for (int x = 0; x < level.width; ++x)
        relax(level, x, y, options);
}

int side_at(int full, int level, int levels) {
  return int(std::lround(std::pow(double(full), double(level) / levels)));
}

void write(const Level& level, const MutableImageView& foreground) {
  const PixelLayout layout = layout_of(foreground.format);
  for (int y = 0; y < level.height; ++y)
    for (int x = 0; x < level.width; ++x) {
      const std::array<float, 4>& colour = level.layers[level.at(x, y)].foreground;
      std::uint8_t* pixel = foreground.row(y) + x * layout.bytes;
      pixel[layout.red] = std::uint8_t(std::lround(colour[0] * 255));
      pixel[layout.green] = std::uint8_t(std::lround(colour[1] * 255));
      pixel[layout.blue] = std::uint8_t(std::lround(colour[2] * 255));
    }
}

void check_input(const ImageView& image, const ImageView& alpha,
                 const MutableImageView& foreground) {
  if (image.width < 1 || image.height < 1) throw BadInput("picture for foreground: it is empty");
  if (image.format == PixelFormat::gray || foreground.format == PixelFormat::gray)
    throw BadInput("foreground: picture and result must have colours");
  if (alpha.format != PixelFormat::gray)
    throw BadInput("alpha for foreground: give one channel (gray)");
  const auto fits = [&](const auto& other) {
    return other.width == image.width && other.height == image.height;
  };
  if (!fits(alpha) || !fits(foreground))
    throw BadInput("foreground: picture, alpha and result must have one size");
}

}  // namespace

void ForegroundOptions::check() const {
  const auto in = [](const char* field, double value, double low, double high, const char* range) {
    if (!(value >= low && value <= high))
      throw InvalidOption(std::string(field) + ": " + std::to_string(value) + " is not in " +
                          range);
  };
  in("regularization", regularization, 1e-9, 1, "1e-9..1");
  in("gradient_weight", gradient_weight, 0, 100, "0..100");
  in("small_size", small_size, 1, 256, "1..256");
  in("small_iterations", small_iterations, 1, 1000, "1..1000");
  in("big_iterations", big_iterations, 1, 1000, "1..1000");
}

void estimate_foreground(const ImageView& image, const ImageView& alpha,
                         const ForegroundOptions& options, const MutableImageView& foreground) {
  options.check();
  check_input(image, alpha, foreground);
  Level coarse(1, 1);
  coarse.layers[0] = mean_layers(image, alpha);
  const int longer = std::max(image.width, image.height);
  const int levels = std::max(1, int(std::ceil(std::log2(longer))));
  for (int i = 0; i <= levels; ++i) {
    Level level =
        sample(image, alpha, side_at(image.width, i, levels), side_at(image.height, i, levels));
    continue_from(coarse, level);
    relax(level, options);
    coarse = std::move(level);
  }
  write(coarse, foreground);
}

}  // namespace shm
