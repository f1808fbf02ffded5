// SPDX-License-Identifier: MIT
// Work on many pictures side by side, each on its own.
#pragma once

#include <functional>

#include "shm/batch.hpp"

namespace shm {

/// Work on many pictures, each on its own.
struct PictureJobs {
  std::vector<std::string> names;  ///< of every shard
  std::function<bool(const std::string& name)> is_done;
  /// Does one picture; returns what was unusual about it. What it throws is the picture's fault and
  /// the batch goes on, except for a WriteError: that would meet every other picture as well.
  std::function<std::string(const std::string& name)> make;
  /// Bytes that make() takes at most for the picture and its results.
  std::function<std::size_t(const std::string& name)> memory;
};

/// Makes what this shard lacks. The result does not depend on the number of workers. Throws
/// InvalidOption, WriteError.
BatchReport run_jobs(const PictureJobs& jobs, const BatchOptions& options, BatchObserver& observer);

/// Faults that were found outside of the batch join its own, which stay sorted.
void add_faults(BatchReport& report, const std::vector<Fault>& faults);

}  // namespace shm
