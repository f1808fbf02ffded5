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
  /// What is expected of a pipeline: so many frames, a live source's or not.
  Arrivals(int frames, bool live) : settled_(frames / 5), live_(live) {}

  void watch(GstElement* sink);

  /// To be asked at the end of the frames, before the pipeline lets its memory go.
  nlohmann::ordered_json figures(Clock::time_point start) const;

 private:
  void arrived(GstElement* sink, const GstBuffer* frame);
  void measure(GstElement* sink, double since_last);
  void count_allocations();
  int dropped() const;

  int settled_;  ///< the frame from which on memory should not grow
  bool live_;
  int count_ = 0;
  Clock::time_point first_, last_;
  GstClockTime first_pts_ = 0, last_pts_ = 0;
  double cpu_at_first_ = 0, cpu_at_last_ = 0;
  double settled_memory_ = 0;
  std::vector<double> intervals_, ages_;  ///< ms
  std::map<std::string, std::uint64_t> allocations_;
};

}  // namespace shm::bench
