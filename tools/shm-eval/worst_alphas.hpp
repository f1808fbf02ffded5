// SPDX-License-Identifier: MIT
// Keeps the worst for a contact sheet.
#pragma once

#include <mutex>
#include <vector>

#include "shm-eval/samples.hpp"
#include "shm/image.hpp"
#include "shm/metrics.hpp"

namespace shm::tools {

/// Keeps the alphas that a metric likes least, for a contact sheet of them.
class WorstAlphas {
 public:
  struct Entry {
    std::size_t sample;  ///< its place among the samples
    double value;        ///< of the metric
    Image alpha;         ///< format gray
  };

  /// `count` 0 keeps nothing.
  WorstAlphas(const MetricField& metric, std::size_t count) : metric_(metric), count_(count) {}

  /// For use from any thread.
  void offer(std::size_t sample, const Metrics& metrics, const Plane& alpha);

  bool empty() const { return entries_.empty(); }

  /// A row for each, the worst first: photograph (where all have one), alpha, truth and error.
  /// Throws InvalidOption where there are none.
  Image sheet(const std::vector<Sample>& samples) const;

 private:
  bool worse(const Entry& a, const Entry& b) const;

  MetricField metric_;
  std::size_t count_;
  std::mutex mutex_;
  std::vector<Entry> entries_;  ///< the worst first
};

}  // namespace shm::tools
