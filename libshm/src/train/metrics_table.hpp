// SPDX-License-Identifier: MIT
// Writes and reads metrics.csv.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "shm/trainer.hpp"

namespace shm {

/// A line of metrics.csv: losses since the line before, or a validation.
struct MetricsRow {
  std::string phase;
  int epoch = 0;
  std::int64_t step = 0;
  double lr = 0;
  LossTerms loss;
  double samples_per_second = 0;
  double waiting = 0;
  std::int64_t skipped = 0;
  std::optional<ValidationScores> validation;
};

/// metrics.csv: grows line by line, each whole on disk before the next.
class MetricsTable {
 public:
  /// Goes on with the table that stands there, less what it has of `phase` after `last_step`: the
  /// run went back to that step. Throws WriteError.
  MetricsTable(const std::filesystem::path& file, const std::string& phase, std::int64_t last_step);

  void add(const MetricsRow& row);  ///< throws WriteError

 private:
  std::filesystem::path file_;
  std::ofstream out_;
};

/// The rows of a table. Throws NotFound, BadInput.
std::vector<MetricsRow> read_metrics(const std::filesystem::path& file);

}  // namespace shm
