// SPDX-License-Identifier: MIT
// Measures many pictures, on several threads.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "common/progress.hpp"
#include "shm-eval/samples.hpp"
#include "shm-eval/worst_alphas.hpp"
#include "shm/metrics.hpp"

namespace shm::tools {

/// What came of one picture.
struct Result {
  std::string name;
  Metrics metrics;
  std::string error;  ///< why it could not be measured, empty where it was
};

struct EvaluationOptions {
  bool sequence = false;  ///< the pictures are frames of one video, in order of name
  int jobs = 1;           ///< pictures at work at once; each job takes a run of neighbours
};

/// Gives the alpha of a sample; called from several threads where jobs > 1.
using AlphaSource = std::function<Plane(const Sample&)>;

/// Measures all samples; one that cannot be measured does not keep the others from it. Ends early
/// when interrupted: what was not reached has an error that says so.
std::vector<Result> evaluate(const std::vector<Sample>& samples, const AlphaSource& alpha_of,
                             const EvaluationOptions& options, WorstAlphas& worst,
                             Progress& progress);

}  // namespace shm::tools
