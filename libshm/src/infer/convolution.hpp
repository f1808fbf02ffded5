#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include <ATen/core/Tensor.h>

#include "infer/activation.hpp"
#include "infer/levels.hpp"

namespace shm {

/// What a convolution computes: activation(weight * x + bias).
struct ConvolutionSpec {
  at::Tensor weight;  ///< out x in / groups x k x k, float32
  at::Tensor bias;    ///< out, float32
  std::int64_t stride = 1;
  std::int64_t padding = 0;
  std::int64_t groups = 1;
  Activation activation = Activation::none;
  Levels in;             ///< of x
  Levels sum;            ///< of what the result is added to, if it is
  bool answers = false;  ///< the result is wanted as floating point, whatever it is computed in
};

/// A convolution made ready for one device and dtype. Tensors are channels-last. Not for use from
/// several threads at once.
class Convolution {
 public:
  virtual ~Convolution() = default;

  virtual at::Tensor operator()(const at::Tensor& x) = 0;

  /// Adds the same to `sum`, which it returns, in one pass over memory where the device can.
  /// Activation::none only; one convolution is used either so, or as above.
  virtual at::Tensor add_to(const at::Tensor& sum, const at::Tensor& x) = 0;

  /// Of the result.
  virtual Levels levels() const { return {}; }
};

using ConvolutionPtr = std::unique_ptr<Convolution>;

/// `x` as convolutions of that dtype want it: channels-last.
at::Tensor laid_out(const at::Tensor& x, at::ScalarType dtype);

/// A way to make convolutions: the networks are compiled over one and do not know which.
using ConvolutionMaker = std::function<ConvolutionPtr(const ConvolutionSpec&)>;

/// LibTorch's general operators, on any device and dtype that it knows.
ConvolutionMaker aten_convolutions(const at::TensorOptions& place);

/// oneDNN's on the CPU, activations and sums fused, weights in the layout that it likes best.
ConvolutionMaker onednn_convolutions(at::ScalarType dtype);

/// The same in int8: weights with a step for each output channel, results up to the `ranges` that
/// measuring_convolutions found for a network made in the same order.
ConvolutionMaker int8_convolutions(std::vector<double> ranges);

/// Convolutions of `make` that keep the largest magnitude each has given in `ranges`, which grows
/// by one for each that is made and must outlive them.
ConvolutionMaker measuring_convolutions(ConvolutionMaker make, std::vector<double>& ranges);

/// The fastest there is for a device and dtype; `ranges` for int8 (at::kChar) alone.
ConvolutionMaker fastest_convolutions(const at::TensorOptions& place,
                                      const std::vector<double>& ranges = {});

}  // namespace shm
