#pragma once

#include <torch/torch.h>

#include "model/safetensors.hpp"
#include "nn/shm_net.hpp"
#include "nn/state.hpp"
#include "temporary_folder.hpp"

/// A network in evaluation mode whose batch norms have statistics spread so that an error in using
/// them shows.
inline shm::ShmNet random_network(const shm::ClassOrder& classes = {}, int stem_stride = 1) {
  torch::manual_seed(1);
  shm::ShmNet network(classes, stem_stride);
  const torch::NoGradGuard no_grad;
  for (const auto& item : network->named_parameters())
    if (item.value().dim() == 1) item.value().uniform_(0.5, 1.5);
  for (const auto& item : network->named_buffers())
    if (item.value().dim() == 1) item.value().uniform_(0.5, 1.5);
  network->eval();
  return network;
}

/// The file that training would leave of a network.
inline shm::Safetensors as_file(const shm::ShmNet& network, const TemporaryFolder& folder) {
  const auto file = folder / "network.safetensors";
  shm::save_state(*network, file, {});
  return shm::Safetensors::open(file);
}
