// SPDX-License-Identifier: MIT
// The cameras that are plugged in, and word of those that come and go.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gst_ptr.hpp"

namespace shm::camera {

struct Device {
  std::string path;  ///< "/dev/video0"
  std::string name;
};

class Devices {
 public:
  /// `changed` is called when a camera comes or goes. `except` is no camera: what this program
  /// offers.
  Devices(std::function<void()> changed, std::string except);
  ~Devices();
  Devices(const Devices&) = delete;
  Devices& operator=(const Devices&) = delete;

  std::vector<Device> list() const;

 private:
  static gboolean on_message(GstBus* bus, GstMessage* message, gpointer self);

  std::function<void()> changed_;
  std::string except_;
  std::unique_ptr<GstDeviceProvider, GstRelease> provider_;
  BusPtr bus_;
};

}  // namespace shm::camera
