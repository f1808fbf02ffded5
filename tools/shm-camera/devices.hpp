// SPDX-License-Identifier: MIT
// The cameras that are plugged in, and word of those that come and go.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gst_ptr.hpp"
#include "shm-camera/bus_watch.hpp"

namespace shm::camera {

struct Device {
  std::string path;  ///< "/dev/video0"
  std::string name;
};

/// Whether two paths lead to the same device: one may be a link.
bool is_same_device(const std::string& one, const std::string& other);

/// The one that a path leads to.
std::optional<Device> device_at(const std::string& path, const std::vector<Device>& devices);

std::vector<Device> all_but(const std::string& path, std::vector<Device> devices);

/// A name of a device that stays with it when numbers are given anew; the path itself where there
/// is none.
std::string lasting_path(const std::string& path,
                         const std::filesystem::path& links = "/dev/v4l/by-id");

class Devices {
 public:
  /// `changed` is called when a camera comes or goes. `except` is no camera: what this program
  /// offers.
  Devices(const std::function<void()>& changed, std::string except);
  ~Devices();
  Devices(const Devices&) = delete;
  Devices& operator=(const Devices&) = delete;

  std::vector<Device> list() const;

 private:
  std::string except_;
  std::unique_ptr<GstDeviceProvider, GstRelease> provider_;
  BusPtr bus_;
  std::optional<BusWatch> watch_;
};

}  // namespace shm::camera
