// SPDX-License-Identifier: MIT
// A network on a GPU, as one graph.
#pragma once

#include <memory>
#include <optional>

#include <ATen/cuda/CUDAGraph.h>

#include "torch/torch_network.hpp"

namespace shm {

/// As TorchNetwork, on the current stream, which is not the default one. What it asks of the GPU is
/// captured for an input and asked for as a whole from then on.
class GraphedNetwork {
 public:
  explicit GraphedNetwork(TorchNetwork network) : network_(std::move(network)) {}

  /// Valid until the next one. Another tensor as input is another graph.
  at::Tensor alpha(const at::Tensor& input);

  const c10::Device& device() const { return network_.device(); }

 private:
  void capture(const at::Tensor& input);

  TorchNetwork network_;
  at::Tensor input_, alpha_;
  std::unique_ptr<at::cuda::CUDAGraph> graph_;
};

}  // namespace shm
