// SPDX-License-Identifier: MIT
// Work on many pictures: how many at once, which share, and what became of it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "shm/api.hpp"
#include "shm/list_file.hpp"
#include "shm/shard.hpp"

namespace shm {

/// shm/prep_options.hpp has the ranges.
struct BatchOptions {
  int jobs = 0;  ///< workers side by side; 0: one a core, fewer where memory is short
  Shard shard;

  SHM_API void check() const;  ///< throws InvalidOption
};

/// What a batch is about to do.
struct BatchPlan {
  std::size_t present = 0;  ///< pictures that an earlier run has done
  std::size_t todo = 0;
  int workers = 0;
  std::size_t worker_memory = 0;  ///< bytes that a worker takes at most
};

/// What has become of a batch.
struct BatchReport {
  BatchPlan plan;
  std::size_t done = 0;
  std::vector<Fault> faults;  ///< pictures that could not be done, sorted by name
  std::vector<Fault> notes;   ///< what was unusual about pictures that were done, sorted by name
  bool stopped = false;       ///< before the end, because the observer asked for it
  double seconds = 0;

  bool complete() const { return !stopped && faults.empty(); }
};

/// Watches a batch. Calls come from the workers, one at a time.
class BatchObserver {
 public:
  virtual ~BatchObserver() = default;
  virtual void started(const BatchPlan&) {}
  virtual void finished(const std::string& /*name*/) {}  ///< after fault() or noted(), if any
  virtual void fault(const Fault&) {}
  virtual void noted(const Fault&) {}
  virtual bool stop() { return false; }  ///< true: end after the pictures in hand
};

}  // namespace shm
