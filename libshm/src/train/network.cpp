// SPDX-License-Identifier: MIT
// What a phase trains.

#include "train/network.hpp"

namespace shm {

MattingNet make_trainable(const ModelMetadata& metadata) {
  return MattingNet(make_architecture(metadata.architecture, metadata.stem_stride),
                    metadata.classes);
}

std::vector<NamedParameter> trained_parameters(MattingNetImpl& network, TrainPhase phase) {
  std::vector<NamedParameter> parameters;
  for (const auto& parameter : network.named_parameters())
    if (phase == TrainPhase::end_to_end || parameter.key().starts_with(trimap_prefix))
      parameters.push_back({parameter.key(), parameter.value()});
  return parameters;
}

}  // namespace shm
