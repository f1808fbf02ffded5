// SPDX-License-Identifier: MIT
// What can go wrong, by what a user can do about it, and as messages on the bus.
#pragma once

#include <gst/gst.h>

#include <array>
#include <chrono>
#include <optional>
#include <string>

namespace shm {

/// What can go wrong, as far as a user can tell the difference.
enum class FailureKind { not_found, unreadable, option, device, library, frame, memory, unknown };
inline constexpr std::size_t failure_kinds = 8;

struct Failure {
  FailureKind kind;
  std::string text;
};

/// What the exception now being handled means. Call it in a catch (...) alone.
Failure current_failure() noexcept;

/// Posts what stops the element: the domain and code follow from the kind.
void post_error(GstElement* element, const Failure& failure);
/// Posts STREAM/FAILED: frames cannot be matted and on-error=error.
void post_stream_error(GstElement* element, const Failure& failure);
/// Posts what the element gets along with; `consequence` says how.
void post_warning(GstElement* element, const Failure& failure, const std::string& consequence);

/// For what a frame can do without where it fails, as for want of memory.
template <typename Body>
void if_possible(Body body) noexcept {
  try {
    body();
  } catch (...) {
    return;
  }
}

/// Lets one warning of each kind through every ten seconds, so that a fault in each of thirty
/// frames a second does not flood the bus.
class WarningLimit {
 public:
  bool allows(FailureKind kind);

 private:
  using Clock = std::chrono::steady_clock;
  std::array<std::optional<Clock::time_point>, failure_kinds> last_;
};

}  // namespace shm
