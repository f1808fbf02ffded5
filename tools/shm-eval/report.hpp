// SPDX-License-Identifier: MIT
// Reports as table, JSON and CSV.
#pragma once

#include <string>
#include <vector>

#include "shm-eval/evaluation.hpp"

namespace shm::tools {

/// Mean and worst of every metric and, by `metric`, the five worst pictures: for a terminal.
std::string table(const std::vector<Result>& results, const MetricField& metric, bool sequence);

/// {"mean": {...}, "worst": {...}, "pictures": [{"name": ..., "sad": ...}], "failed": [{"name":
/// ..., "error": ...}]}
std::string json_report(const std::vector<Result>& results);

/// A line a picture that was measured: name,sad,mad,...
std::string csv_report(const std::vector<Result>& results);

}  // namespace shm::tools
