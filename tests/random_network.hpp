// SPDX-License-Identifier: MIT
// Networks that learn, with random weights.
#pragma once

#include <torch/torch.h>

#include "nn/matting_net.hpp"

/// In evaluation mode, its batch norms with statistics spread so that an error in using them shows.
inline shm::MattingNet random_network(const shm::Architecture& architecture,
                                      const shm::ClassOrder& classes = {}) {
  torch::manual_seed(1);
  shm::MattingNet network(architecture, classes);
  const torch::NoGradGuard no_grad;
  for (const auto& item : network->named_parameters())
    if (item.value().dim() == 1) item.value().uniform_(0.5, 1.5);
  for (const auto& item : network->named_buffers())
    if (item.value().dim() == 1) item.value().uniform_(0.5, 1.5);
  network->eval();
  return network;
}
