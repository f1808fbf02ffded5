// SPDX-License-Identifier: MIT
// What the element counts and measures, for its property "stats".
#pragma once

#include <gst/gst.h>

#include <array>
#include <cstdint>
#include <mutex>
#include <string>

#include "shm/matter.hpp"
#include "time_window.hpp"

namespace shm {

/// Time spent on a frame in the element, milliseconds.
struct FrameTimes {
  double convert = 0;  ///< the camera's format -> RGB
  StageTimes matte;
  double compose = 0;  ///< alpha and background into the frame
  double total = 0;
};

/// Of a frame, in the order of stage_times.
inline constexpr std::array stage_names = {"convert",     "preprocess", "network",
                                           "postprocess", "compose",    "total"};
std::array<double, stage_names.size()> stage_times(const FrameTimes& times);

/// What the element counted and measured since it started. Any thread may ask.
class Stats {
 public:
  void restart();
  void set_matter(const MatterInfo& info);
  void count_frame();
  void count_failure();
  void count_dropped();
  void count_bypassed();
  void record(const FrameTimes& times);  ///< of a frame that was matted
  /// How the frames to come are worked on; threads 0: as many as the model was opened with.
  void set_pace(int threads, int interval);
  void add_processor_ms(double ms);

  /// The property "stats". The caller owns it.
  GstStructure* structure() const;

 private:
  struct Counts {
    std::uint64_t frames = 0;
    std::array<std::uint64_t, 3> matted{};  ///< by AlphaOrigin
    std::uint64_t bypassed = 0;
    std::uint64_t dropped = 0;
    std::uint64_t failures = 0;
  };

  static constexpr std::size_t window = 300;  // ten seconds at thirty frames a second
  static constexpr std::size_t stages = stage_names.size();

  mutable std::mutex mutex_;
  Counts counts_;
  std::string model_;
  std::string device_;
  std::string precision_;
  std::string vector_unit_;
  int most_threads_ = 0;  ///< those that the model was opened with
  int threads_ = 0;
  int interval_ = 1;
  double processor_ms_ = 0;
  double zoom_ = 1;  ///< of the frame last matted
  std::array<TimeWindow, stages> times_ = {TimeWindow(window), TimeWindow(window),
                                           TimeWindow(window), TimeWindow(window),
                                           TimeWindow(window), TimeWindow(window)};
};

}  // namespace shm
