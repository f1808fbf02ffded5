// SPDX-License-Identifier: MIT
// Why a camera does not open, or stopped.
#include "shm-camera/faults.hpp"

#include <unistd.h>

#include <cerrno>
#include <string>

#include "gst_ptr.hpp"

namespace shm::camera {
namespace {

/// Elements put the system's reason into what they add for developers.
bool says(const std::string& debug, int system_error) {
  return debug.find(g_strerror(system_error)) != std::string::npos;
}

bool is_gone(const GError& error, const std::string& debug) {
  return g_error_matches(&error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND) == TRUE ||
         says(debug, ENODEV) || says(debug, ENOENT);
}

State state_of(const GError& error, const std::string& debug) {
  if (error.domain != GST_RESOURCE_ERROR) return State::failed;
  if (error.code == GST_RESOURCE_ERROR_BUSY || says(debug, EBUSY)) return State::busy;
  if (error.code == GST_RESOURCE_ERROR_NOT_AUTHORIZED || says(debug, EACCES))
    return State::no_permission;
  return is_gone(error, debug) ? State::no_camera : State::failed;
}

}  // namespace

Status fault_of(const GError& error, const std::string& debug) {
  return {state_of(error, debug), error.message};
}

Status fault_of(GstMessage* message) {
  GError* raw = nullptr;
  gchar* raw_debug = nullptr;
  gst_message_parse_error(message, &raw, &raw_debug);
  const ErrorPtr error(raw);
  const TextPtr debug(raw_debug);
  return fault_of(*error, debug ? debug.get() : "");
}

std::optional<Status> obstacle_to(const std::string& device) {
  if (device.empty() || ::access(device.c_str(), R_OK | W_OK) == 0) return std::nullopt;
  if (errno == EACCES) return Status{State::no_permission, device};
  return Status{State::no_camera, device};
}

}  // namespace shm::camera
