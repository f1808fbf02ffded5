// SPDX-License-Identifier: MIT
// A model's networks in LibTorch's operations, for frames.
#pragma once

#include <memory>

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include "model/safetensors.hpp"
#include "nn/forward.hpp"
#include "shm/model.hpp"
#include "shm/precision.hpp"

namespace shm {

/// Normalisation is part of weights and biases. Who copies it shares them.
class TorchNetwork {
 public:
  /// Throws as make_torch_engine.
  TorchNetwork(const Safetensors& weights, const ModelMetadata& model, const c10::Device& device,
               Precision precision);

  /// `input`: 1 x 3 x H x W on device(), normalised, of any type.
  MattingOutput output(const at::Tensor& input) const;
  /// The alpha alone, H x W floats without gaps. What is no number is nobody.
  at::Tensor alpha(const at::Tensor& input) const;

  const c10::Device& device() const { return device_; }
  Precision precision() const { return precision_; }

 private:
  struct Layers;

  Precision precision_;
  c10::Device device_;
  std::shared_ptr<const Layers> layers_;
};

}  // namespace shm
