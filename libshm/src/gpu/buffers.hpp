// SPDX-License-Identifier: MIT
// Memory that kernels for GPUs work in, on either side.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "image/resized_axis.hpp"
#include "kernels/cuda/blur_room.hpp"
#include "kernels/cuda/color_layers.hpp"
#include "kernels/cuda/compose.hpp"
#include "kernels/cuda/edge_fit.hpp"
#include "kernels/cuda/edge_shape.hpp"
#include "kernels/cuda/temporal.hpp"
#include "kernels/cuda/upsample.hpp"

namespace shm::cuda {

/// The CPU's: zeros at first. A GPU's has the same members.
template <typename T>
class HostBuffer {
 public:
  explicit HostBuffer(std::size_t count = 0) : items_(count) {}
  explicit HostBuffer(std::vector<T> items) : items_(std::move(items)) {}

  T* data() { return items_.data(); }
  void fill(const std::vector<T>& items) { items_ = items; }
  std::vector<T> content() const { return items_; }

 private:
  std::vector<T> items_;
};

inline std::size_t area(int width, int height) {
  return std::size_t(width) * std::size_t(height);
}

template <template <typename> class Buffer>
class AxisBuffers {
 public:
  AxisBuffers(int from, int to) {
    ResizedAxis axis;
    axis.prepare(from, to);
    std::vector<int> firsts;
    std::vector<float> weights;
    for (int i = 0; i < to; ++i) {
      firsts.push_back(axis.first(i));
      weights.insert(weights.end(), axis.weights(i), axis.weights(i) + axis.taps());
    }
    taps_ = axis.taps();
    firsts_ = Buffer<int>(std::move(firsts));
    weights_ = Buffer<float>(std::move(weights));
  }

  AxisTaps taps() { return {taps_, firsts_.data(), weights_.data()}; }

 private:
  int taps_ = 0;
  Buffer<int> firsts_;
  Buffer<float> weights_;
};

template <template <typename> class Buffer>
class TapBuffers {
 public:
  TapBuffers(int from_width, int from_height, int width, int height)
      : columns_(from_width, width), rows_(from_height, height) {}

  SizeTaps taps() { return {columns_.taps(), rows_.taps()}; }

 private:
  AxisBuffers<Buffer> columns_, rows_;
};

template <template <typename> class Buffer>
class PlaneBuffer {
 public:
  PlaneBuffer(int width, int height)
      : width_(width), height_(height), floats_(area(width, height)) {}

  void fill(const std::vector<float>& floats) { floats_.fill(floats); }
  MutablePlaneView view() { return {floats_.data(), width_, height_, width_}; }
  PlaneView seen() { return {floats_.data(), width_, height_, width_}; }
  std::vector<float> content() const { return floats_.content(); }

 private:
  int width_, height_;
  Buffer<float> floats_;
};

/// An image of format gray.
template <template <typename> class Buffer>
class GrayBuffer {
 public:
  GrayBuffer(int width, int height) : width_(width), height_(height), bytes_(area(width, height)) {}

  MutableImageView view() { return {bytes_.data(), width_, height_, width_, PixelFormat::gray}; }
  std::vector<std::uint8_t> content() const { return bytes_.content(); }

 private:
  int width_, height_;
  Buffer<std::uint8_t> bytes_;
};

/// What frames leave for those after them, twice: what was and what will be.
template <template <typename> class Buffer>
class SmoothedBuffers {
 public:
  SmoothedBuffers(int width, int height)
      : luminance_(width, height), alpha_(width, height), weight_(width, height) {}

  Smoothed<float> view() { return {luminance_.view(), alpha_.view(), weight_.view()}; }
  Smoothed<const float> seen() { return {luminance_.seen(), alpha_.seen(), weight_.seen()}; }
  std::vector<float> luminance() const { return luminance_.content(); }
  std::vector<float> alpha() const { return alpha_.content(); }

 private:
  PlaneBuffer<Buffer> luminance_, alpha_, weight_;
};

template <template <typename> class Buffer>
class EdgeFitBuffers {
 public:
  EdgeFitBuffers(int width, int height) : memory_{width, height, {}, {}, {}, {}} {
    contents_ = Buffer<AlphaContent>(area(memory_.tiles(), height));
    kinds_ = Buffer<TileKind>(area(memory_.tiles(), height));
    fits_ = Buffer<GuidedWindow::Fit>(area(memory_.windows(), height));
    lines_ = Buffer<GuidedWindow::Line>(area(width, height));
    memory_.contents = contents_.data();
    memory_.kinds = kinds_.data();
    memory_.fits = fits_.data();
    memory_.lines = lines_.data();
  }

  const EdgeFitMemory& memory() const { return memory_; }

 private:
  EdgeFitMemory memory_;
  Buffer<AlphaContent> contents_;
  Buffer<TileKind> kinds_;
  Buffer<GuidedWindow::Fit> fits_;
  Buffer<GuidedWindow::Line> lines_;
};

template <template <typename> class Buffer>
class HistoryBuffers {
 public:
  HistoryBuffers(int width, int height, int tiles)
      : luminance_(area(width, height)),
        was_there_(area(tiles, height)),
        is_there_(area(tiles, height)) {}

  LuminanceHistory view(const PlaneView& temporal_weight) {
    return {temporal_weight, luminance_.data(), was_there_.data(), is_there_.data()};
  }
  void next_frame() { std::swap(was_there_, is_there_); }

 private:
  Buffer<std::uint16_t> luminance_;
  Buffer<std::uint8_t> was_there_, is_there_;
};

template <template <typename> class Buffer>
class EdgeShapeBuffers {
 public:
  EdgeShapeBuffers(int width, int height) : spare_(width, height), sums_(area(width, height)) {}

  EdgeShapeMemory memory(const MutableImageView& alpha) {
    return {alpha, spare_.view(), sums_.data()};
  }

 private:
  GrayBuffer<Buffer> spare_;
  Buffer<std::uint16_t> sums_;
};

template <template <typename> class Buffer>
class RoomBuffers {
 public:
  RoomBuffers(int width, int height)
      : width_(width),
        height_(height),
        seen_(area(width, height)),
        across_(area(width, height)),
        room_(area(width, height)) {}

  RoomMemory memory() { return {width_, height_, seen_.data(), across_.data(), room_.data()}; }
  Backdrop backdrop() { return {Backdrop::Kind::room, 0, room_.data(), width_, height_}; }

 private:
  int width_, height_;
  Buffer<WeightedColor> seen_, across_;
  Buffer<std::uint32_t> room_;
};

template <template <typename> class Buffer>
class LayerBuffers {
 public:
  LayerBuffers(int width, int height)
      : width_(width),
        height_(height),
        pixels_(area(width, height)),
        rows_(std::size_t(height)),
        layers_(area(width, height)),
        others_(area(width, height)) {}

  LayerMemory memory() {
    return {width_, height_, pixels_.data(), rows_.data(), layers_.data(), others_.data()};
  }
  SmallLayers layers() { return {layers_.data(), width_, height_}; }

 private:
  int width_, height_;
  Buffer<SmallPixel> pixels_;
  Buffer<RowSums> rows_;
  Buffer<LayersOf<Rgb>> layers_, others_;
};

}  // namespace shm::cuda
