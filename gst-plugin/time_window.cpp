// SPDX-License-Identifier: MIT
// The latest durations of something, and their quantiles.
#include "time_window.hpp"

#include <algorithm>
#include <numeric>

namespace shm {

double quantile_of(std::vector<double>& times, double q) {
  if (times.empty()) return 0;
  const auto rank = times.begin() + std::ptrdiff_t(q * double(times.size() - 1));
  std::nth_element(times.begin(), rank, times.end());
  return *rank;
}

void TimeWindow::add(double ms) {
  if (times_.size() < capacity_) {
    times_.push_back(ms);
    return;
  }
  times_[next_] = ms;
  next_ = (next_ + 1) % capacity_;
}

double TimeWindow::mean() const {
  if (empty()) return 0;
  return std::accumulate(times_.begin(), times_.end(), 0.0) / double(times_.size());
}

double TimeWindow::quantile(double q) const {
  sorted_.assign(times_.begin(), times_.end());
  return quantile_of(sorted_, q);
}

}  // namespace shm
