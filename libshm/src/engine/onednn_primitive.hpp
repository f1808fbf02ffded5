// SPDX-License-Identifier: MIT
// oneDNN's convolution, prepared.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/folding.hpp"
#include "engine/shared_numbers.hpp"
#include "engine/tensor.hpp"

namespace shm {

/// Sizes of a convolution k x k over pictures whose pixels hold their channels together.
struct ConvolutionShape {
  ConvolutionShape(const FoldedConvolution& conv, const TensorShape& input)
      : images(input.images),
        in(input.channels),
        height(input.height),
        width(input.width),
        out(conv.out),
        kernel(conv.kernel),
        stride(conv.stride),
        padding(conv.padding),
        groups(conv.groups) {}

  std::int64_t images, in, height, width;
  std::int64_t out, kernel, stride, padding, groups;

  bool operator==(const ConvolutionShape&) const = default;

  std::int64_t out_height() const { return out_side(height); }
  std::int64_t out_width() const { return out_side(width); }

 private:
  std::int64_t out_side(std::int64_t side) const {
    return (side + 2 * padding - kernel) / stride + 1;
  }
};

/// What stands in a convolution's memory: real = scale * number.
struct ConvolutionNumbers {
  Element from, weight, to;
  float from_scale = 1, to_scale = 1;
  std::vector<float> weight_scales;  ///< of each output channel; empty: 1
  /// The result is added to what stands where it will: numbers of another kind perhaps.
  bool adds = false;
  Element sum = Element::float32;
  float sum_scale = 1;

  bool operator==(const ConvolutionNumbers&) const = default;
};

/// activation(weight * x + bias), all that it depends on.
struct Convolution {
  ConvolutionShape shape;
  ConvolutionNumbers numbers;
  Activation activation;
  SharedNumbers weight;  ///< out x in / groups x kernel x kernel
  SharedNumbers bias;    ///< out

  bool operator==(const Convolution&) const = default;
};

/// Whether the processor computes with bfloat16 (AVX-512 BF16, AMX), as far as ONEDNN_MAX_CPU_ISA
/// allows.
bool processor_computes_bf16();

/// Whether int8 is the fastest that this processor has: from AVX2 on, as far as ONEDNN_MAX_CPU_ISA
/// allows; most of all with VNNI.
bool processor_computes_int8();

/// The largest weight in int8. Without VNNI the processor adds products of pixels (0..255) and
/// weights in pairs to 16 bits, which saturate beyond 7 bits of weight.
int largest_int8_weight();

/// oneDNN's convolution, made for one shape: the weight lies in the layout it likes best, and a run
/// does nothing but the arithmetic: in bands of rows, each on one thread, by base/parallel.hpp, for
/// oneDNN's own threads spin at the end of each layer for one that has no core.
class ConvolutionPrimitive {
 public:
  /// Throws std::exception.
  explicit ConvolutionPrimitive(const Convolution& what);
  ~ConvolutionPrimitive();
  ConvolutionPrimitive(ConvolutionPrimitive&&) noexcept;
  ConvolutionPrimitive& operator=(ConvolutionPrimitive&&) noexcept;

  /// From images x height x width x in to images x out_height x out_width x out.
  void run(const void* from, void* to);

 private:
  class BandRun;

  std::vector<BandRun> bands_;
};

}  // namespace shm
