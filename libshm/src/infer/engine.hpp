#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <ATen/core/Tensor.h>

#include "infer/device.hpp"
#include "infer/frame_memory.hpp"
#include "model/safetensors.hpp"
#include "shm/matter.hpp"
#include "shm/model.hpp"

namespace shm {

/// What the network says of one picture of H x W, on the CPU as float32.
struct EngineResult {
  at::Tensor logits;  ///< 1 x 3 x h x w, of the trimap: H x W, or a fraction of it
  at::Tensor alpha;   ///< 1 x 1 x H x W, fused, not clamped

  /// 1 x 3 x H x W: probabilities in the model's class order.
  at::Tensor trimap() const;
};

class CompiledNetwork;

/// A model made ready for one device and precision: everything that can be done once is done when
/// it is made. Not for use from several threads at once.
class Engine {
 public:
  /// Throws BadModel where the tensors are not those of the model's architecture, DeviceError.
  Engine(const Safetensors& weights, const ModelMetadata& model, const at::Device& device,
         Precision precision);
  ~Engine();
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;

  /// `input`: 1 x 3 x H x W, float32, on the CPU, normalised as the model asks; H and W multiples
  /// of its size_multiple. Throws DeviceError, and BadModel where the answer is not finite.
  EngineResult run(const at::Tensor& input);

  /// Never automatic.
  Precision precision() const { return precision_; }

 private:
  at::Device device_;
  Precision precision_;
  int size_multiple_;
  std::unique_ptr<CompiledNetwork> network_;
  FrameMemory memory_;
  std::vector<std::int64_t> sizes_;  ///< of the last input
};

}  // namespace shm
