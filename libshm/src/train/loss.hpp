// SPDX-License-Identifier: MIT
// The loss of a batch.
#pragma once

#include "shm/trainer.hpp"
#include "train/batch.hpp"
#include "train/network.hpp"

namespace shm {

/// The loss of a batch: each term is a scalar tensor or undefined.
struct BatchLoss : LossTermsOf<torch::Tensor> {
  /// The terms, detached, in the order of all_loss_terms; undefined ones are 0.
  torch::Tensor values() const;
};

/// L_t in phase pre_train_t_net; the weighted sum of all terms in end_to_end.
BatchLoss loss_of(MattingNetImpl& network, const SampleBatch& batch, const TrainOptions& options);

/// Of what BatchLoss::values gives.
LossTerms loss_terms(const torch::Tensor& values);

}  // namespace shm
