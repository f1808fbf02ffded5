// SPDX-License-Identifier: MIT
// The learning rate from step to step.

#include "train/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace shm {
namespace {

double decay(const TrainOptions& options, int epoch) {
  switch (options.lr_decay_type) {
    case LearningRateDecay::keep: return 1;
    case LearningRateDecay::step: return std::pow(2, -std::floor((epoch + 1) / options.lr_decay));
    case LearningRateDecay::exponential:
      return std::exp(-std::numbers::ln2 / options.lr_decay * epoch);
    case LearningRateDecay::polynomial: return std::pow(1 - double(epoch) / options.epochs, 0.9);
  }
  return 1;
}

}  // namespace

double learning_rate(const TrainOptions& options, int epoch, std::int64_t step) {
  const double warm = options.warmup == 0 ? 1 : std::min(1.0, double(step + 1) / options.warmup);
  return options.lr * decay(options, epoch) * warm;
}

}  // namespace shm
