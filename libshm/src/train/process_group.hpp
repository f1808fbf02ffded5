// SPDX-License-Identifier: MIT
// The processes that train one network together.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include <torch/types.h>

#include "train/batches.hpp"

namespace shm {

/// The processes that train one network together, each on its share of every batch.
class ProcessGroup {
 public:
  /// As torchrun, Slurm or Kubernetes say it: MASTER_ADDR, MASTER_PORT, RANK, WORLD_SIZE; alone
  /// without WORLD_SIZE. Waits for all of them. Throws InvalidOption naming the variable that is
  /// amiss, and DeviceError where others do not come within `timeout`.
  static std::unique_ptr<ProcessGroup> from_environment(std::chrono::seconds timeout);

  virtual ~ProcessGroup() = default;

  virtual ProcessRank rank() const = 0;
  /// Replaces each tensor by its mean over all processes. Throws DeviceError where one of them is
  /// gone, or late by more than the timeout.
  virtual void average(const std::vector<torch::Tensor>& tensors) = 0;
  /// Gives every process what the first one has.
  virtual void broadcast(const std::vector<torch::Tensor>& tensors) = 0;

  bool leads() const { return rank().rank == 0; }
};

}  // namespace shm
