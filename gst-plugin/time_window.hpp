// SPDX-License-Identifier: MIT
// The latest durations of something, and their quantiles.
#pragma once

#include <cstddef>
#include <vector>

namespace shm {

/// The time that the fraction `q` of all, rounded down, does not exceed; 0 of none. Reorders them.
double quantile_of(std::vector<double>& times, double q);

/// The latest durations of something, milliseconds.
class TimeWindow {
 public:
  explicit TimeWindow(std::size_t capacity) : capacity_(capacity) {
    times_.reserve(capacity);
    sorted_.reserve(capacity);
  }

  void add(double ms);
  bool empty() const { return times_.empty(); }
  bool full() const { return times_.size() == capacity_; }
  double mean() const;              ///< 0 where nothing was added
  double quantile(double q) const;  ///< as quantile_of

 private:
  std::size_t capacity_;
  std::size_t next_ = 0;
  std::vector<double> times_;
  mutable std::vector<double> sorted_;  ///< kept, so that a frame costs no allocation
};

}  // namespace shm
