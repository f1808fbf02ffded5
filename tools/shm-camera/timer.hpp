// SPDX-License-Identifier: MIT
// What is to be done later, or again and again, on the main loop.
#pragma once

#include <glib.h>

#include <chrono>
#include <functional>
#include <utility>

namespace shm::camera {

/// Calls `tick` each interval as long as it lives; `tick` may end it.
class Timer {
 public:
  Timer(std::chrono::milliseconds interval, std::function<void()> tick)
      : tick_(std::move(tick)), id_(g_timeout_add(guint(interval.count()), on_tick, this)) {}
  ~Timer() { g_source_remove(id_); }
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

 private:
  static gboolean on_tick(gpointer timer) {
    const auto tick = static_cast<Timer*>(timer)->tick_;  // which outlives the timer that it ends
    tick();
    return G_SOURCE_CONTINUE;
  }

  std::function<void()> tick_;
  guint id_;
};

}  // namespace shm::camera
