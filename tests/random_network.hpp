#pragma once

#include <torch/torch.h>

#include "model/safetensors.hpp"
#include "nn/live_net.hpp"
#include "nn/shm_net.hpp"
#include "nn/state.hpp"
#include "temporary_folder.hpp"

/// The network in evaluation mode, its batch norms with statistics spread so that an error in using
/// them shows.
template <typename Network>
Network with_random_norms(Network network) {
  const torch::NoGradGuard no_grad;
  for (const auto& item : network->named_parameters())
    if (item.value().dim() == 1) item.value().uniform_(0.5, 1.5);
  for (const auto& item : network->named_buffers())
    if (item.value().dim() == 1) item.value().uniform_(0.5, 1.5);
  network->eval();
  return network;
}

inline shm::ShmNet random_network(const shm::ClassOrder& classes = {}, int stem_stride = 1) {
  torch::manual_seed(1);
  return with_random_norms(shm::ShmNet(classes, stem_stride));
}

inline shm::LiveNet random_live_network(const shm::ClassOrder& classes = {}) {
  torch::manual_seed(1);
  return with_random_norms(shm::LiveNet(classes));
}

/// The file that training would leave of a network.
template <typename Network>
shm::Safetensors as_file(const Network& network, const TemporaryFolder& folder) {
  const auto file = folder / "network.safetensors";
  shm::save_state(*network, file, {});
  return shm::Safetensors::open(file);
}
