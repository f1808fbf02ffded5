// SPDX-License-Identifier: MIT
// The loss of a batch.
#pragma once

#include "train/batch.hpp"
#include "train/network.hpp"

namespace shm {

/// The loss of a batch: its terms as LossTerms has them, each a scalar tensor or undefined.
struct BatchLoss {
  torch::Tensor total, trimap, alpha, composition, laplacian, gradient;

  /// The terms, detached, in the order of LossTerms' fields; undefined ones are 0.
  torch::Tensor values() const;
};

/// L_t in phase pre_train_t_net; the weighted sum of all terms in end_to_end.
BatchLoss loss_of(MattingNetImpl& network, const SampleBatch& batch, const TrainOptions& options);

/// Six values as BatchLoss::values gives them.
LossTerms loss_terms(const torch::Tensor& values);

}  // namespace shm
