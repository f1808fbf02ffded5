// SPDX-License-Identifier: MIT
// What a phase trains.
#pragma once

#include <string>

#include <torch/nn.h>

#include "nn/matting_net.hpp"
#include "shm/model.hpp"
#include "shm/trainer.hpp"

namespace shm {

/// What the names of parameters begin with that find the trimap, and among them those that come
/// from a pretrained encoder.
inline constexpr const char* trimap_prefix = "t_net.";
inline constexpr const char* encoder_prefix = "t_net.feature.";

/// The network of metadata.architecture with random weights. Throws BadModel.
MattingNet make_trainable(const ModelMetadata& metadata);

/// A parameter and its name, as an optimiser has to know them.
struct NamedParameter {
  std::string name;
  torch::Tensor value;
};

/// What a phase trains: of pre_train_t_net the trimap's parameters alone. Those that nothing uses
/// are among them: they get no gradient.
std::vector<NamedParameter> trained_parameters(MattingNetImpl& network, TrainPhase phase);

}  // namespace shm
