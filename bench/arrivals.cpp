// SPDX-License-Identifier: MIT
// When frames are shown, and how old they are then.
#include "arrivals.hpp"

#include <cmath>

#include "allocations.hpp"
#include "process_figures.hpp"
#include "shm/error.hpp"

namespace shm::bench {
namespace {

using Json = nlohmann::ordered_json;

/// Frames after the first, when everything has its size, in which allocations are counted, and
/// time is not.
constexpr int counted_from = 5;
constexpr int counted_to = 15;

Json quantiles(const std::vector<double>& values) {
  return {{"p50", percentile(values, 0.5)}, {"p95", percentile(values, 0.95)}};
}

}  // namespace

void Arrivals::watch(GstElement* sink) {
  const auto handler = +[](GstElement* from, GstBuffer* frame, GstPad*, gpointer self) {
    static_cast<Arrivals*>(self)->arrived(from, frame);
  };
  g_object_set(sink, "signal-handoffs", TRUE, nullptr);
  g_signal_connect(sink, "handoff", G_CALLBACK(handler), this);
}

Json Arrivals::figures(Clock::time_point start) const {
  if (count_ < 2) throw Error("fewer than two frames arrived");
  const double seconds = seconds_between(first_, last_);
  const double cpu = cpu_at_last_ - cpu_at_first_;
  Json out = {{"start_ms", 1e3 * seconds_between(start, first_)},
              {"frames", count_},
              {"dropped", dropped()},
              {"frames_per_second", (count_ - 1) / seconds},
              {"interval_ms", quantiles(intervals_)},
              {"cpu_percent", 100 * cpu / seconds},
              {"cpu_ms_a_frame", 1e3 * cpu / (count_ - 1)},
              {"memory_mib", memory("VmRSS")},
              {"peak_memory_mib", memory("VmHWM")},
              {"memory_share_mib", memory_share_},
              {"memory_growth_mib", memory("VmRSS") - settled_memory_},
              {"allocations_a_frame", Json::object()}};
  if (setup_.live) out["age_ms"] = quantiles(ages_);
  for (const auto& [library, calls] : allocations_)
    out["allocations_a_frame"][library] = double(calls) / (counted_to - counted_from);
  return out;
}

/// Frames whose time has passed without them, wherever they were dropped.
int Arrivals::dropped() const {
  const double periods = double(last_pts_ - first_pts_) * frames_a_second / GST_SECOND;
  return int(std::lround(periods)) + 1 - count_;
}

void Arrivals::arrived(GstElement* sink, const GstBuffer* frame) {
  const auto now = Clock::now();
  const double since_last = 1e3 * seconds_between(last_, now);
  last_ = now;
  last_pts_ = GST_BUFFER_PTS(frame);
  cpu_at_last_ = cpu_seconds();
  if (count_ == 0) {
    first_ = last_;
    first_pts_ = last_pts_;
    cpu_at_first_ = cpu_at_last_;
  }
  if (setup_.allocations) count_allocations();
  if (count_ == 0 || count_ == settled_) look_at_memory();
  if (count_ > (setup_.allocations ? counted_to : counted_from)) measure(sink, since_last);
  ++count_;
}

void Arrivals::look_at_memory() {
  settled_memory_ = memory("VmRSS");
  memory_share_ = memory_share();
}

void Arrivals::measure(GstElement* sink, double since_last) {
  intervals_.push_back(since_last);
  // The source's segment begins at 0, so that its running time is a frame's time stamp.
  if (setup_.live)
    ages_.push_back(double(GST_CLOCK_DIFF(last_pts_, gst_element_get_current_running_time(sink))) /
                    GST_MSECOND);
}

void Arrivals::count_allocations() {
  if (count_ == counted_from) start_counting_allocations();
  if (count_ == counted_to) allocations_ = stop_counting_allocations();
}

}  // namespace shm::bench
