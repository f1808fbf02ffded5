// SPDX-License-Identifier: MIT
// Foreground and background colours by the multi-level method of Germer et al.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "kernels/pixel/color_layers.hpp"
#include "shm/foreground_options.hpp"
#include "shm/image.hpp"

namespace shm {

/// Red, green and blue in 0..1, and in a picture alpha. Four floats: one register.
using Color = Eigen::Array4f;

using Layers = LayersOf<Color>;

/// Fast multi-level foreground estimation, Germer et al., 2020. Keeps its buffers, so that pictures
/// of one size cost no allocation.
class LayerEstimator {
 public:
  /// `image` of any format but gray and `alpha`, format gray, of one size that is not empty.
  void run(const ImageView& image, const ImageView& alpha, const ForegroundOptions& options);

  /// Of the last picture.
  const Layers& at(int x, int y) const { return levels_.back().layers[levels_.back().at(x, y)]; }

 private:
  /// Picture and layers at one of the sizes.
  struct Level {
    int width;
    int height;
    std::vector<Color> image;
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

  void make_levels(int width, int height);
  static void sample(const ImageView& image, const ImageView& alpha, Level& level);
  static void continue_from(const Level& coarse, Level& level);
  static void relax(Level& level, int x, int y, const ForegroundOptions& options);
  static void relax(Level& level, const ForegroundOptions& options);

  std::vector<Level> levels_;  ///< the smallest, of one pixel, first
};

}  // namespace shm
