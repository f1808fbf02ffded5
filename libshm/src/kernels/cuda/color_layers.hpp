// SPDX-License-Identifier: MIT
// What the person and the room give to the pixels of a small copy of a frame.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "kernels/cuda/on_gpu.hpp"
#include "kernels/cuda/person.hpp"
#include "kernels/cuda/resized.hpp"
#include "shm/foreground_options.hpp"

namespace shm::cuda {

/// What a row gives to the mean colours of what is surely person and surely not, and how often.
struct RowSums {
  LayersOf<Rgb> colors;
  float in_front, behind;
};

/// A pixel of the copy, 0..1.
struct SmallPixel {
  Rgb color;
  float alpha;
};

/// What layers are estimated in: a copy of width x height, rows without padding.
struct LayerMemory {
  static constexpr int longest = 64;  ///< side of the copy

  int width, height;
  SmallPixel* pixels;
  RowSums* rows;
  LayersOf<Rgb>* layers;  ///< at last of all pixels
  LayersOf<Rgb>* others;
};

struct ShrinkPixel {
  AlphaPixels alpha;
  SizeTaps taps;
  LayerMemory memory;

  SHM_HOST_DEVICE void operator()(int x, int y) const {
    const Rgb color = resized(alpha.frame, taps, x, y, Rgb{0.5F, 0.5F, 0.5F});
    memory.pixels[y * memory.width + x] = {color / 255, resized(alpha, taps, x, y, 0.5F) / 255};
  }
};

/// The steps of LayerEstimator, by the threads of one block: a copy is too small for more.
class EstimateLayers {
 public:
  EstimateLayers(const LayerMemory& memory, const ForegroundOptions& options)
      : memory_(memory), options_(options) {
    const int levels = layer_levels(memory.width, memory.height);
    sizes_[count_++] = {1, 1};
    for (int i = 0; i <= levels; ++i)
      sizes_[count_++] = {layer_side(memory.width, i, levels),
                          layer_side(memory.height, i, levels)};
  }

  template <typename Block>
  SHM_HOST_DEVICE void operator()(const Block& block) const {
    block.for_each(memory_.height, [&](int y) { sum_row(y); });
    block.for_each(1, [&](int) { level(0).at(0, 0) = mean_layers(); });
    for (std::size_t i = 1; i < count_; ++i) {
      const Level coarse = level(i - 1), fine = level(i);
      block.for_each(fine.width * fine.height, [&](int place) {
        const int x = place % fine.width, y = place / fine.width;
        fine.at(x, y) =
            coarse.at(nearest(x, fine.width, coarse.width), nearest(y, fine.height, coarse.height));
      });
      relax(block, fine);
    }
  }

 private:
  struct Size {
    int width, height;
  };
  struct Level {
    int width, height;
    LayersOf<Rgb>* layers;

    SHM_HOST_DEVICE LayersOf<Rgb>& at(int x, int y) const { return layers[y * width + x]; }
  };

  /// They take turns in memory, so that the last is in that for the result.
  SHM_HOST_DEVICE Level level(std::size_t index) const {
    const bool is_result = (count_ - 1 - index) % 2 == 0;
    return {sizes_[index].width, sizes_[index].height, is_result ? memory_.layers : memory_.others};
  }

  SHM_HOST_DEVICE void sum_row(int y) const {
    RowSums sums{};
    for (int x = 0; x < memory_.width; ++x) {
      const auto& [color, alpha] = memory_.pixels[y * memory_.width + x];
      if (alpha > 0.9F) {
        sums.colors.foreground += color;
        ++sums.in_front;
      } else if (alpha < 0.1F) {
        sums.colors.background += color;
        ++sums.behind;
      }
    }
    memory_.rows[y] = sums;
  }

  SHM_HOST_DEVICE LayersOf<Rgb> mean_layers() const {
    RowSums sum{{}, 1e-5F, 1e-5F};  // not 0
    for (int y = 0; y < memory_.height; ++y) {
      const RowSums& row = memory_.rows[y];
      sum.colors.foreground += row.colors.foreground;
      sum.colors.background += row.colors.background;
      sum.in_front += row.in_front;
      sum.behind += row.behind;
    }
    return {sum.colors.foreground / sum.in_front, sum.colors.background / sum.behind};
  }

  /// Row by row, left to right: a pixel waits for those above and left of it alone, so that those
  /// of a diagonal are done at once.
  template <typename Block>
  SHM_HOST_DEVICE void relax(const Block& block, const Level& level) const {
    const bool small = level.width <= options_.small_size && level.height <= options_.small_size;
    const int iterations = small ? options_.small_iterations : options_.big_iterations;
    for (int iteration = 0; iteration < iterations; ++iteration)
      for (int diagonal = 0; diagonal < level.width + level.height - 1; ++diagonal) {
        const int top = std::max(0, diagonal - level.width + 1);
        const int bottom = std::min(diagonal, level.height - 1);
        block.for_each(bottom - top + 1,
                       [&](int i) { relax_pixel(level, diagonal - top - i, top + i); });
      }
  }

  SHM_HOST_DEVICE void relax_pixel(const Level& level, int x, int y) const {
    const SmallPixel& pixel = pixel_at(level, x, y);
    LayerEquations<Rgb> equations(pixel.color, pixel.alpha);
    const auto add = [&](int column, int row) {
      equations.add(level.at(column, row), pixel_at(level, column, row).alpha,
                    float(options_.regularization), float(options_.gradient_weight));
    };
    add(std::max(x - 1, 0), y);
    add(std::min(x + 1, level.width - 1), y);
    add(x, std::max(y - 1, 0));
    add(x, std::min(y + 1, level.height - 1));
    level.at(x, y) = equations.solved();
  }

  SHM_HOST_DEVICE const SmallPixel& pixel_at(const Level& level, int x, int y) const {
    return memory_.pixels[nearest(y, level.height, memory_.height) * memory_.width +
                          nearest(x, level.width, memory_.width)];
  }

  LayerMemory memory_;
  ForegroundOptions options_;
  std::array<Size, 8> sizes_{};  ///< from 1 to LayerMemory::longest, and 1 before
  std::size_t count_ = 0;
};

/// What Despill looks at before it changes a frame: layers of a copy, in memory.layers. `taps` lead
/// from the frame's size to that of the copy.
template <typename Device>
void estimate_layers(const Device& device, const AlphaPixels& alpha, const SizeTaps& taps,
                     const LayerMemory& memory) {
  device.for_each(memory.width, memory.height, ShrinkPixel{alpha, taps, memory});
  device.in_one_block(EstimateLayers(memory, {}));
}

extern template void estimate_layers(const OnGpu&, const AlphaPixels&, const SizeTaps&,
                                     const LayerMemory&);

}  // namespace shm::cuda
