// SPDX-License-Identifier: MIT
// What can go wrong, by what a user can do about it, and as messages on the bus.
#include "failure.hpp"

#include <new>

#include "library_loader.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

struct ErrorCode {
  GQuark domain;
  gint code;
};

ErrorCode error_code(FailureKind kind) {
  switch (kind) {
    case FailureKind::not_found:
    case FailureKind::device: return {GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND};
    case FailureKind::unreadable: return {GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_OPEN_READ};
    case FailureKind::memory: return {GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NO_SPACE_LEFT};
    case FailureKind::option: return {GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS};
    case FailureKind::library: return {GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_INIT};
    default: return {GST_STREAM_ERROR, GST_STREAM_ERROR_FAILED};
  }
}

void post(GstElement* element, GstMessageType type, ErrorCode code, const std::string& text) {
  gst_element_message_full(element, type, code.domain, code.code, g_strdup(text.c_str()), nullptr,
                           __FILE__, GST_FUNCTION, __LINE__);
}

Failure classify_current() {
  try {
    throw;
  } catch (const NotFound& e) {
    return {FailureKind::not_found, e.what()};
  } catch (const BadModel& e) {
    return {FailureKind::unreadable, e.what()};
  } catch (const InvalidOption& e) {
    return {FailureKind::option, e.what()};
  } catch (const DeviceError& e) {
    return {FailureKind::device, e.what()};
  } catch (const LibraryError& e) {
    return {FailureKind::library, e.what()};
  } catch (const BadInput& e) {
    return {FailureKind::frame, e.what()};
  } catch (const std::bad_alloc&) {
    return {FailureKind::memory, "out of memory"};
  } catch (const std::exception& e) {
    return {FailureKind::unknown, e.what()};
  } catch (...) {
    return {FailureKind::unknown, "unknown failure"};
  }
}

}  // namespace

Failure current_failure() noexcept {
  try {
    return classify_current();
  } catch (...) {
    return {FailureKind::memory, {}};
  }
}

void post_error(GstElement* element, const Failure& failure) {
  post(element, GST_MESSAGE_ERROR, error_code(failure.kind), failure.text);
}

void post_stream_error(GstElement* element, const Failure& failure) {
  post(element, GST_MESSAGE_ERROR, {GST_STREAM_ERROR, GST_STREAM_ERROR_FAILED}, failure.text);
}

void post_warning(GstElement* element, const Failure& failure, const std::string& consequence) {
  post(element, GST_MESSAGE_WARNING, error_code(failure.kind), failure.text + "; " + consequence);
}

bool WarningLimit::allows(FailureKind kind) {
  constexpr std::chrono::seconds pause(10);
  std::optional<Clock::time_point>& last = last_.at(std::size_t(kind));
  const Clock::time_point now = Clock::now();
  if (last && now - *last < pause) return false;
  last = now;
  return true;
}

}  // namespace shm
