// SPDX-License-Identifier: MIT
// Batches of a run, made ahead in background threads.
#pragma once

#include <cstdint>
#include <memory>

#include "data/training_set.hpp"
#include "shm/trainer.hpp"
#include "train/batch.hpp"

namespace shm {

/// Which process of a run this is, and so which part of every batch it takes.
struct ProcessRank {
  int rank = 0;
  int processes = 1;
};

/// Batches of a run, one epoch after the other, made ahead by background threads and handed out in
/// order. The last samples of an epoch that do not fill a step (of all processes) are left out.
class Batches {
 public:
  /// Begins with the first_batch-th of the whole run. Throws BadInput where an epoch has no batch.
  Batches(const std::shared_ptr<const TrainingSet>& samples, const TrainOptions& options,
          ProcessRank rank, std::int64_t first_batch);
  ~Batches();

  /// Throws BadInput where too many samples are unusable.
  SampleBatch next();

  double seconds_waited() const { return seconds_waited_; }

 private:
  class Loader;

  std::unique_ptr<Loader> loader_;
  double seconds_waited_ = 0;
};

/// Batches of an epoch, a multiple of those of a step. Throws BadInput where there is none.
std::int64_t batches_per_epoch(const TrainingSet& samples, const TrainOptions& options,
                               int processes);

}  // namespace shm
