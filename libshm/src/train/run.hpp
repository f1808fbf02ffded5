// SPDX-License-Identifier: MIT
// A training run, from its start to its end.
#pragma once

#include <memory>
#include <optional>

#include "data/training_set.hpp"
#include "shm/stop_watch.hpp"
#include "train/checkpoint.hpp"
#include "train/run_folder.hpp"
#include "train/run_log.hpp"
#include "train/training_step.hpp"

namespace shm {

/// A training run, from its start or its checkpoint to its end.
class Run {
 public:
  Run(const TrainOptions& options, const TrainEvents& events);

  TrainOutcome go();

 private:
  void start();
  void start_weights();
  void start_log();
  RunIdentity identity() const;
  RunParts parts();
  void say(const std::string& line) const;
  void say_bad_samples() const;
  std::size_t bad_sample_count() const;
  template <typename Work>
  void dispensable(const std::string& what, const Work& work) const;

  bool finished() const;
  bool wants_stop() const;
  void step();
  void after_step(const StepResult& result);
  void report_skip(const std::string& what);
  void report_step(const LossTerms& loss);
  TrainProgress progress(const LossTerms& loss) const;
  void end_epoch();
  void validate();
  void show_validation(const ValidationScores& scores);
  void save_if_best(double goal);
  void save(const std::filesystem::path& file);
  void save_last();
  MattingNet deployed() const;

  int epoch() const { return int(state_.step / steps_per_epoch_); }  ///< from 0 on
  double seconds() const;

  const TrainOptions& options_;
  const TrainEvents& events_;
  std::unique_ptr<ProcessGroup> processes_;
  torch::Device device_;
  RunFolder folder_;
  std::shared_ptr<TrainingSet> samples_;
  std::int64_t steps_per_epoch_;
  std::optional<Validation> validation_;
  MattingNet network_;
  Adam optimizer_;
  std::unique_ptr<Ema> ema_;
  RunState state_;
  std::unique_ptr<TrainingStep> training_step_;
  std::unique_ptr<Batches> batches_;
  std::unique_ptr<RunLog> log_;  ///< of the leading process
  std::vector<Shown> shown_;
  LossTerms since_log_;
  int steps_since_log_ = 0;
  int skipped_in_a_row_ = 0;
  bool stop_ = false;
  std::int64_t first_step_ = 0;
  StopWatch watch_;
};

}  // namespace shm
