// SPDX-License-Identifier: MIT
// When frames are shown, and how old they are then.
#pragma once

#include <gst/gst.h>

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "measure.hpp"

namespace shm::bench {

constexpr int frames_a_second = 30;

/// What is seen where frames are shown: in a fakesink that signals handoffs, which it does when
/// the moment to show a frame has come.
class Arrivals {
 public:
  struct Setup {
    int frames = 0;  ///< that are expected
    bool live = false;
    bool allocations = false;  ///< are counted, in the whole process
  };

  explicit Arrivals(const Setup& setup) : setup_(setup), settled_(setup.frames / 5) {}

  void watch(GstElement* sink);

  /// To be asked at the end of the frames, before the pipeline lets its memory go.
  nlohmann::ordered_json figures(Clock::time_point start) const;

 private:
  void arrived(GstElement* sink, const GstBuffer* frame);
  void measure(GstElement* sink, double since_last);
  void look_at_memory();
  void count_allocations();
  int dropped() const;

  Setup setup_;
  int settled_;  ///< the frame from which on memory should not grow
  int count_ = 0;
  Clock::time_point first_, last_;
  GstClockTime first_pts_ = 0, last_pts_ = 0;
  double cpu_at_first_ = 0, cpu_at_last_ = 0;
  double settled_memory_ = 0, memory_share_ = 0;
  std::vector<double> intervals_, ages_;  ///< ms
  std::map<std::string, std::uint64_t> allocations_;
};

}  // namespace shm::bench
