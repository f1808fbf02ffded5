// SPDX-License-Identifier: MIT
// What the element counts and measures, for its property "stats".
#include "stats.hpp"

#include <algorithm>

#include "gst_ptr.hpp"
#include "shm/options.hpp"

namespace shm {
namespace {

void set_ms(GstStructure* structure, const std::string& field, double ms) {
  gst_structure_set(structure, field.c_str(), G_TYPE_DOUBLE, ms, nullptr);
}

void set_stage(GstStructure* structure, const std::string& stage, const TimeWindow& times) {
  set_ms(structure, stage + "-mean", times.mean());
  set_ms(structure, stage + "-p50", times.quantile(0.50));
  set_ms(structure, stage + "-p95", times.quantile(0.95));
  set_ms(structure, stage + "-p99", times.quantile(0.99));
}

}  // namespace

std::array<double, stage_names.size()> stage_times(const FrameTimes& times) {
  return {times.convert,           times.matte.preprocess, times.matte.network,
          times.matte.postprocess, times.compose,          times.total};
}

void Stats::restart() {
  const std::lock_guard lock(mutex_);
  counts_ = {};
  times_.fill(TimeWindow(window));
  processor_ms_ = 0;
  zoom_ = 1;
}

void Stats::set_matter(const MatterInfo& info) {
  const std::lock_guard lock(mutex_);
  model_ = info.name;
  device_ = info.device;
  precision_ = choice_text(info.precision);
  vector_unit_ = info.vector_unit;
  most_threads_ = info.threads;
}

void Stats::count_frame() {
  const std::lock_guard lock(mutex_);
  ++counts_.frames;
}

void Stats::count_failure() {
  const std::lock_guard lock(mutex_);
  ++counts_.failures;
}

void Stats::count_dropped() {
  const std::lock_guard lock(mutex_);
  ++counts_.dropped;
}

void Stats::count_bypassed() {
  const std::lock_guard lock(mutex_);
  ++counts_.bypassed;
}

void Stats::record(const FrameTimes& times) {
  const auto ms = stage_times(times);
  const std::lock_guard lock(mutex_);
  ++counts_.matted.at(std::size_t(times.matte.origin));
  for (std::size_t i = 0; i < ms.size(); ++i)
    times_.at(i).add(ms.at(i));
  zoom_ = times.matte.zoom;
}

void Stats::set_pace(int threads, int interval) {
  const std::lock_guard lock(mutex_);
  threads_ = threads;
  interval_ = interval;
}

void Stats::add_processor_ms(double ms) {
  const std::lock_guard lock(mutex_);
  processor_ms_ += ms;
}

GstStructure* Stats::structure() const {
  const std::lock_guard lock(mutex_);
  const auto [inferred, carried, kept] = counts_.matted;
  StructurePtr structure(gst_structure_new(
      "application/x-shmmatting-stats", "frames", G_TYPE_UINT64, counts_.frames, "inferred",
      G_TYPE_UINT64, inferred, "carried", G_TYPE_UINT64, carried, "kept", G_TYPE_UINT64, kept,
      "bypassed", G_TYPE_UINT64, counts_.bypassed, "dropped", G_TYPE_UINT64, counts_.dropped,
      "failures", G_TYPE_UINT64, counts_.failures, "model", G_TYPE_STRING, model_.c_str(), "device",
      G_TYPE_STRING, device_.c_str(), "precision", G_TYPE_STRING, precision_.c_str(), nullptr));
  const int threads = threads_ > 0 ? std::min(threads_, most_threads_) : most_threads_;
  gst_structure_set(structure.get(), "vector-unit", G_TYPE_STRING, vector_unit_.c_str(), "threads",
                    G_TYPE_INT, threads, "interval", G_TYPE_INT, interval_, "zoom", G_TYPE_DOUBLE,
                    zoom_, nullptr);
  set_ms(structure.get(), "processor-time", processor_ms_);
  for (std::size_t i = 0; i < stages; ++i)
    set_stage(structure.get(), stage_names.at(i), times_.at(i));
  return structure.release();
}

}  // namespace shm
