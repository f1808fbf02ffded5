// SPDX-License-Identifier: MIT
// A network on a GPU, as one graph.
#include "torch/graphed_network.hpp"

#include "torch/device_error.hpp"

namespace shm {

at::Tensor GraphedNetwork::alpha(const at::Tensor& input) {
  return on(device(), [&] {
    if (!input.is_same(input_)) capture(input);
    graph_->replay();
    return alpha_;
  });
}

/// The first runs choose algorithms and take memory, which nothing that is captured may do. Other
/// threads may go on meanwhile with what they do.
void GraphedNetwork::capture(const at::Tensor& input) {
  constexpr int first_runs = 3;
  input_ = at::Tensor();
  graph_.reset();
  for (int i = 0; i < first_runs; ++i)
    network_.alpha(input);
  c10::cuda::getCurrentCUDAStream().synchronize();
  graph_ = std::make_unique<at::cuda::CUDAGraph>();
  graph_->capture_begin({0, 0}, cudaStreamCaptureModeThreadLocal);
  alpha_ = network_.alpha(input);
  graph_->capture_end();
  input_ = input;
}

}  // namespace shm
