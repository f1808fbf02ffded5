#include "shm/foreground.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "shm/error.hpp"

namespace shm {
namespace {

/// Red, green and blue in 0..1, and in a picture alpha. Four floats: one register.
using Colour = Eigen::Array4f;

/// What the person gives to a pixel and what lies behind. Together, since every step reads both.
struct Layers {
  Colour foreground = Colour::Zero();
  Colour background = Colour::Zero();
};

/// Picture and alpha at one of the levels.
struct Level {
  int width;
  int height;
  std::vector<Colour> image;
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

constexpr Eigen::Index alpha_channel = 3;
constexpr double mostly_person = 0.9 * 255;
constexpr double hardly_person = 0.1 * 255;

/// The nearest of `from` places for place `index` of `to`.
int nearest(int index, int to, int from) {
  return int(std::int64_t(index) * from / to);
}

Colour read_pixel(const ImageView& image, const PixelLayout& layout, const ImageView& alpha, int x,
                  int y) {
  const std::uint8_t* pixel = image.row(y) + x * layout.bytes;
  return Colour(pixel[layout.red], pixel[layout.green], pixel[layout.blue], alpha.row(y)[x]) / 255;
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
  const Colour& pixel = level.image[here];
  const float alpha = pixel[alpha_channel];
  const float rest = 1 - alpha;
  Colour foreground = alpha * pixel;
  Colour background = rest * pixel;
  float weights = 0;
  for (const std::size_t next : neighbours) {
    const float weight = smoothness(options, alpha, level.image[next][alpha_channel]);
    foreground += weight * level.layers[next].foreground;
    background += weight * level.layers[next].background;
    weights += weight;
  }
  const float ff = alpha * alpha + weights;
  const float bb = rest * rest + weights;
  const float fb = alpha * rest;
  const float scale = 1 / (ff * bb - fb * fb);
  Layers& result = level.layers[here];
  result.foreground = ((bb * foreground - fb * background) * scale).max(0).min(1);
  result.background = ((ff * background - fb * foreground) * scale).max(0).min(1);
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
      const Eigen::Array4i colour =
          (level.layers[level.at(x, y)].foreground * 255 + 0.5F).cast<int>();
      std::uint8_t* pixel = foreground.row(y) + x * layout.bytes;
      pixel[layout.red] = std::uint8_t(colour[0]);
      pixel[layout.green] = std::uint8_t(colour[1]);
      pixel[layout.blue] = std::uint8_t(colour[2]);
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
