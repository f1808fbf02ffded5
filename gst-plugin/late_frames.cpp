// SPDX-License-Identifier: MIT
// Which frames would be shown too late to be worth their work.
#include "late_frames.hpp"

#include <algorithm>

#include "frame_time.hpp"

namespace shm {
namespace {

/// A frame, by which the least age rises: what was the least long ago may be so no more.
constexpr GstClockTimeDiff rise = GST_MSECOND;

GstClockTimeDiff of_ms(double ms) {
  return GstClockTimeDiff(ms * GST_MSECOND);
}

}  // namespace

void LateFrames::restart(GstClockTime frame) {
  const std::lock_guard lock(mutex_);
  frame_ = frame;
  took_ = TimeWindow(window);
}

void LateFrames::reset() {
  const std::lock_guard lock(mutex_);
  complaint_ = worked_ = GST_CLOCK_TIME_NONE;
  freshest_.reset();
}

void LateFrames::set_latency(GstClockTime latency) {
  const std::lock_guard lock(mutex_);
  latency_ = latency;
}

void LateFrames::report(GstClockTimeDiff late, GstClockTime now) {
  const std::lock_guard lock(mutex_);
  if (late > 0) complaint_ = now;
}

void LateFrames::measure(double ms, GstClockTime now) {
  const std::lock_guard lock(mutex_);
  took_.add(ms);
  worked_ = now;
}

std::optional<GstClockTimeDiff> LateFrames::late(GstClockTime time, GstClockTime now) {
  if (!GST_CLOCK_TIME_IS_VALID(time) || !GST_CLOCK_TIME_IS_VALID(now)) return std::nullopt;
  const std::lock_guard lock(mutex_);
  const auto age = GST_CLOCK_DIFF(time, now);
  if (!is_stale(age) || !may_drop(now)) return std::nullopt;
  const GstClockTimeDiff late = age + of_ms(took_.quantile(0.5)) - GstClockTimeDiff(latency_);
  return late > 0 ? std::optional(late) : std::nullopt;
}

/// Whether fresher frames are to be had. Where all come late, dropping gains nothing.
bool LateFrames::is_stale(GstClockTimeDiff age) {
  freshest_ = freshest_ ? std::min(*freshest_ + rise, age) : age;
  return age > *freshest_ + of_ms(frame_ms(frame_) / 2);
}

bool LateFrames::may_drop(GstClockTime now) const {
  return GST_CLOCK_TIME_IS_VALID(latency_) && GST_CLOCK_TIME_IS_VALID(complaint_) &&
         GST_CLOCK_TIME_IS_VALID(worked_) && now < complaint_ + memory &&
         now < worked_ + longest_pause;
}

}  // namespace shm
