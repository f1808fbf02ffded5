// SPDX-License-Identifier: MIT
// The learning rate from step to step.
#pragma once

#include <cstdint>

#include "shm/trainer.hpp"

namespace shm {

/// The learning rate of a step: what LearningRateDecay says of the epoch (from 0 on), times the
/// share of the warm-up that is done after this step (from 0 on).
double learning_rate(const TrainOptions& options, int epoch, std::int64_t step);

}  // namespace shm
