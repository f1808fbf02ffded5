// SPDX-License-Identifier: MIT
// One step: losses, gradients, their checks, new weights.
#pragma once

#include <string>
#include <vector>

#include "train/adam.hpp"
#include "train/batches.hpp"
#include "train/loss.hpp"
#include "train/process_group.hpp"

namespace shm {

/// What came of a step.
struct StepResult {
  LossTerms loss;
  std::string not_finite;  ///< the first loss or gradient that is not finite; empty: step taken
  bool stop = false;       ///< some process wants the run to end
};

/// The scale of fp16 losses: halved after a step whose gradients overflow, doubled after 2000 good
/// ones; 1 for other precisions.
class LossScale {
 public:
  LossScale(Precision precision, double& value);

  double value() const { return value_; }
  void update(bool finite);

 private:
  bool on_;
  double& value_;
  int good_steps_ = 0;
};

/// One step of the optimiser, from batches to changed weights. A step whose loss or gradient is not
/// finite changes nothing, batch-norm statistics included.
class TrainingStep {
 public:
  TrainingStep(MattingNetImpl& network, Adam& optimizer, ProcessGroup& processes,
               const TrainOptions& options, const torch::Device& device, LossScale scale);

  /// `stop`: this process wants the run to end after the step.
  StepResult take(Batches& batches, double learning_rate, bool stop);

  /// Takes back what a step that threw did to batch-norm statistics.
  void restore_buffers();

 private:
  torch::Tensor backward(Batches& batches);
  void average(torch::Tensor& loss, torch::Tensor& stop);
  std::string unscale_and_check(const torch::Tensor& loss);

  MattingNetImpl& network_;
  Adam& optimizer_;
  ProcessGroup& processes_;
  const TrainOptions& options_;
  torch::Device device_;
  LossScale scale_;
  std::vector<torch::Tensor> buffers_, buffers_before_;
};

}  // namespace shm
