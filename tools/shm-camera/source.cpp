// SPDX-License-Identifier: MIT
// Where frames come from, as GStreamer is told it.
#include "shm-camera/source.hpp"

#include <filesystem>

namespace shm::camera {
namespace {

namespace fs = std::filesystem;

/// At this size many cameras are quicker as JPEG than raw: what has the pace is taken first.
std::string wanted_of_device(const FrameFormat& format) {
  const std::string size = std::string(",").append(format.size_caps());
  const std::string pace = size + ",framerate=" + std::to_string(format.rate) + "/1";
  return "video/x-raw" + pace + ";image/jpeg" + pace + ";video/x-raw" + size + ";image/jpeg" +
         size + ";video/x-raw;image/jpeg";
}

Source of_device(const Device& device, const FrameFormat& format) {
  return {device.name,
          "v4l2src name=source ! capsfilter caps=\"" + wanted_of_device(format) + "\" ! decodebin",
          device.path};
}

Source of_file(const std::string& file) {
  return {fs::path(file).filename(), "filesrc name=source ! decodebin", {}, file};
}

bool exists(const std::string& file) {
  std::error_code unknown;
  return fs::exists(file, unknown);
}

}  // namespace

std::optional<Source> find_source(const std::string& camera, const std::vector<Device>& devices,
                                  const FrameFormat& format) {
  if (camera == "test") return Source{"Test picture", "videotestsrc is-live=true pattern=ball"};
  if (camera == "auto")
    return devices.empty() ? std::nullopt : std::optional(of_device(devices.front(), format));
  if (camera.starts_with("/dev/")) {
    if (const auto found = device_at(camera, devices)) return of_device(*found, format);
    return exists(camera) ? std::optional(of_device({camera, camera}, format)) : std::nullopt;
  }
  if (exists(camera)) return of_file(camera);
  return Source{camera, camera + " ! decodebin"};
}

}  // namespace shm::camera
