// SPDX-License-Identifier: MIT
// What a run begins with.
#pragma once

#include <string>

#include <torch/nn.h>

#include "shm/trainer.hpp"

namespace shm {

/// The options with the model that the run really begins with: that of its checkpoint, or that of
/// `init` where this is a whole model (but see TrainOptions::keep_architecture). A mean or an order
/// of classes belongs to its weights.
TrainOptions with_starting_model(TrainOptions options);

/// Fills a new network with what the run begins with, unless it is resumed. Says in one line what
/// came from where; empty: nothing did. Throws NotFound, BadModel.
std::string load_start(torch::nn::Module& module, const TrainOptions& options);

/// The device that options.device names. Throws InvalidOption, DeviceError.
torch::Device training_device(const TrainOptions& options);

}  // namespace shm
