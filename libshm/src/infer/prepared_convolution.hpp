#pragma once

#include <cstdint>
#include <vector>

#include "infer/activation.hpp"

namespace shm {

/// Sizes of a convolution k x k over pictures whose pixels hold their channels together.
struct ConvolutionShape {
  std::int64_t images, in, height, width;
  std::int64_t out, kernel, stride, padding, groups;

  std::int64_t out_height() const { return out_side(height); }
  std::int64_t out_width() const { return out_side(width); }

 private:
  std::int64_t out_side(std::int64_t side) const {
    return (side + 2 * padding - kernel) / stride + 1;
  }
};

/// Of pixels and weights; sums are float or, of whole numbers, int32.
enum class ConvolutionElement { float32, bfloat16, int8, uint8 };

/// What stands in a convolution's memory: real = step * number.
struct ConvolutionNumbers {
  ConvolutionElement from, weight, to;
  float from_step = 1, to_step = 1;
  std::vector<float> weight_steps;  ///< of each output channel; empty: 1
  /// Of what the result is added to, which stands where the result will.
  ConvolutionElement sum = ConvolutionElement::float32;
  float sum_step = 1;
};

/// Whether int8 is the fastest that this processor has: from AVX2 on, as far as ONEDNN_MAX_CPU_ISA
/// allows; most of all with VNNI.
bool processor_computes_int8();

/// The largest weight in int8. Without VNNI the processor adds products of pixels (0..255) and
/// weights in pairs to 16 bits, which saturate beyond 7 bits of weight.
int largest_int8_weight();

/// oneDNN's convolution, made for one shape: the weight lies in the layout it likes best, and a run
/// does nothing but the arithmetic: in bands of rows, each on one thread, by base/parallel.hpp, for
/// oneDNN's own threads spin at the end of each layer for one that has no core. LibTorch's own way
/// to oneDNN looks up, hashes and allocates at each call, which for networks of many small layers
/// takes as long as the layers. A file of its own, for LibTorch's headers bring another version of
/// oneDNN's.
class PreparedConvolution {
 public:
  /// `weight`: out x in / groups x kernel x kernel; `bias`: out. They need not outlive this.
  /// `adds`: the result is added to what stands there before. Throws std::exception.
  PreparedConvolution(const ConvolutionShape& shape, const ConvolutionNumbers& numbers,
                      Activation activation, bool adds, const float* weight, const float* bias);
  ~PreparedConvolution();
  PreparedConvolution(PreparedConvolution&&) noexcept;
  PreparedConvolution& operator=(PreparedConvolution&&) noexcept;

  /// From images x height x width x in to images x out_height x out_width x out.
  void run(const void* from, void* to);

 private:
  struct Primitive;
  class BandRun;

  std::vector<Primitive> primitives_;
  std::vector<BandRun> bands_;
};

}  // namespace shm
