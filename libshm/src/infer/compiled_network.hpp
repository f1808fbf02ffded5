#pragma once

#include <memory>

#include <ATen/core/Tensor.h>

#include "infer/convolution.hpp"
#include "model/safetensors.hpp"
#include "shm/model.hpp"

namespace shm {

/// A network as a chain of prepared steps, nothing left that could be done before the first frame.
class CompiledNetwork {
 public:
  /// Both float32 on the network's device.
  struct Output {
    at::Tensor logits;  ///< N x 3 x h x w in the model's class order: H x W, or a fraction of it
    at::Tensor alpha;   ///< N x 1 x H x W, fused, not clamped
  };

  virtual ~CompiledNetwork() = default;

  /// `input`: N x 3 x H x W, float32, on the network's device.
  virtual Output run(const at::Tensor& input) = 0;
};

/// Of architecture "shm": nn/shm_net.hpp. `place`: where, and in which dtype, `convolutions` work.
std::unique_ptr<CompiledNetwork> compile_shm(const Safetensors& weights, const ModelMetadata& model,
                                             const ConvolutionMaker& convolutions,
                                             const at::TensorOptions& place);

/// Of architecture "shm-live": nn/live_net.hpp; the rest likewise.
std::unique_ptr<CompiledNetwork> compile_live(const Safetensors& weights,
                                              const ModelMetadata& model,
                                              const ConvolutionMaker& convolutions,
                                              const at::TensorOptions& place);

}  // namespace shm
