// SPDX-License-Identifier: MIT
// A model made ready for a device and a precision.
#pragma once

#include <memory>

#include "base/aligned_memory.hpp"
#include "engine/network.hpp"
#include "model/safetensors.hpp"
#include "shm/model.hpp"
#include "shm/precision.hpp"

namespace shm {

/// Everything that can be done once is done when it is made. Not for use from several threads at
/// once.
class Engine {
 public:
  virtual ~Engine() = default;

  /// `picture`: CV_8UC3, H x W without gaps, in the model's channel order; H and W multiples of its
  /// size_multiple. Throws BadInput, DeviceError, and BadModel where the answer is not finite.
  virtual NetworkOutput run(const cv::Mat& picture) = 0;

  /// Never automatic.
  virtual Precision precision() const = 0;

  /// Memory that its runs use, and that between them is for others.
  Scratch& scratch() { return scratch_; }

 private:
  Scratch scratch_;
};

/// On the CPU. Throws BadModel where the tensors are not those of the model's architecture,
/// InvalidOption where the processor or the model has no such arithmetic.
std::unique_ptr<Engine> make_cpu_engine(const Safetensors& weights, const ModelMetadata& model,
                                        Precision precision);

/// What `wanted` means on the CPU for a model that is `calibrated` for int8 or not; automatic is
/// the fastest that keeps the quality: int8 on a processor from AVX2 on, else fp32; of other models
/// bf16 on one that computes with it (AVX-512 BF16, AMX), else fp32. Throws InvalidOption.
Precision choose_cpu_precision(Precision wanted, bool calibrated);

// What engines of every device hold their callers and their networks to.

/// Throws BadInput.
void check_picture(const cv::Mat& picture, const ModelMetadata& model);
/// Throws BadModel where there is NaN or infinity.
void check_finite(const cv::Mat& alpha);

}  // namespace shm
