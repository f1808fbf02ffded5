// SPDX-License-Identifier: MIT
// The element's instance, and what its answers to GStreamer's calls have in common.
#pragma once

#include <gst/video/gstvideofilter.h>

#include <atomic>
#include <memory>

#include "bypass.hpp"
#include "continuity.hpp"
#include "failure.hpp"
#include "frame_path.hpp"
#include "gpu_frames.hpp"
#include "interval_demand.hpp"
#include "late_frames.hpp"
#include "latency.hpp"
#include "matting_engine.hpp"
#include "orientation.hpp"
#include "settings.hpp"
#include "stats.hpp"
#include "stats_clock.hpp"
#include "thread_demand.hpp"

namespace shm {

/// What the element is made of. Settings and statistics may be asked for by any thread, and late
/// frames be told of; the rest belongs to the streaming thread while there is one.
struct Parts {
  explicit Parts(GstElement* element)
      : engine(element, stats), gpu(make_gpu_frames(element)), path(element, engine, *gpu, stats) {}

  SharedSettings settings;
  Stats stats;
  StatsClock stats_clock;
  Latency latency;
  LateFrames late;
  ThreadDemand demand;
  IntervalDemand interval;
  Continuity continuity;
  Bypass bypass;
  Orientation orientation;
  MattingEngine engine;
  std::unique_ptr<GpuFrames> gpu;
  FramePath path;
  bool told_of_lost_alpha = false;
  std::atomic<bool> downstream_changed = false;  ///< since the frame in hand came

  /// Others come: `live`, as they happen; `duration`, GST_CLOCK_TIME_NONE where it is not known.
  void expect_frames(bool live, GstClockTime duration) {
    engine.reset();
    engine.set_live(live);
    path.set_live(live);
    demand.restart(live, duration);
    interval.restart(live, duration);
    late.restart(duration);
    latency.set_frame(duration);
    continuity.restart(duration);
  }

  /// A new scene: nothing of earlier frames is to show in later ones.
  void forget_frames() {
    continuity.reset();
    late.reset();
    engine.reset();
  }
};

Parts& parts_of(gpointer instance);

/// What GStreamer's base classes answer themselves.
GstBaseTransformClass* parent_transform();

/// Keeps C++ exceptions inside: runs `body`, or posts an error and returns `otherwise`.
template <typename Result, typename Body>
Result guarded(gpointer instance, Result otherwise, Body body) {
  try {
    return body();
  } catch (...) {
    post_error(GST_ELEMENT(instance), current_failure());
    return otherwise;
  }
}

template <typename Body>
void guarded(gpointer instance, Body body) {
  guarded(instance, 0, [&] {
    body();
    return 0;
  });
}

/// Running time.
inline GstClockTime now(GstBaseTransform* base) {
  return gst_element_get_current_running_time(GST_ELEMENT(base));
}

inline bool is_playing(GstBaseTransform* base) {
  GST_OBJECT_LOCK(base);
  const bool playing = GST_STATE(base) == GST_STATE_PLAYING;
  GST_OBJECT_UNLOCK(base);
  return playing;
}

/// GStreamer's calls, each answered in the file of that name: negotiation, events, streaming.
void answer_negotiation(GstVideoFilterClass* filter_class);
void answer_events(GstBaseTransformClass* transform_class);
void answer_streaming(GstBaseTransformClass* transform_class);

}  // namespace shm
