// SPDX-License-Identifier: MIT
// What a run leaves to look at.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "shm/trainer.hpp"
#include "train/event_file.hpp"
#include "train/metrics_table.hpp"
#include "train/validation.hpp"

namespace shm {

/// What a run leaves to look at: metrics.csv, events/ for TensorBoard, log.txt as the original
/// program writes it, curves.png and validation.png.
class RunLog {
 public:
  /// Goes on after `last_step` of the phase, and after `text_size` bytes of log.txt (-1: all of
  /// them). Throws BadInput, WriteError.
  RunLog(const TrainOptions& options, std::int64_t last_step, std::int64_t text_size);

  /// Losses are the mean of the steps since the row before.
  void add(const MetricsRow& row);
  void add(const MetricsRow& row, const std::vector<Shown>& shown);
  void end_of_epoch(const TrainProgress& progress);
  /// Bytes of log.txt so far.
  std::int64_t text_size();
  /// Draws the pictures.
  void finish(const std::vector<Shown>& shown) const;

 private:
  void scalar(const std::string& name, const MetricsRow& row, double value);

  std::filesystem::path folder_;
  std::string phase_;
  LossWeights weights_;
  MetricsTable table_;
  EventFile events_;
  std::ofstream text_;
};

}  // namespace shm
