// SPDX-License-Identifier: MIT
// A device of the kernel's module v4l2loopback.
#pragma once

#include <glib.h>

#include <string>

#include "shm-camera/output.hpp"

namespace shm::camera {

/// A device that is open as long as this lives.
class DeviceFile {
 public:
  explicit DeviceFile(const std::string& device);
  ~DeviceFile();
  DeviceFile(const DeviceFile&) = delete;
  DeviceFile& operator=(const DeviceFile&) = delete;

  int get() const { return file_; }

 private:
  int file_;
};

/// From version 0.13 on the module tells who reads; before, somebody always counts as reading.
class LoopbackOutput final : public Output {
 public:
  LoopbackOutput(std::string device, const FrameFormat& format, Changed changed);
  ~LoopbackOutput() override;
  LoopbackOutput(const LoopbackOutput&) = delete;
  LoopbackOutput& operator=(const LoopbackOutput&) = delete;

  bool is_watched() const override { return watched_; }
  void show(std::span<const std::byte> frame) override;
  std::string text() const override;
  bool takes_frames() const { return fault_.empty(); }

 private:
  static gboolean on_event(gint fd, GIOCondition condition, gpointer self);
  void set_format();
  void listen();
  void take_events();

  std::string device_;
  FrameFormat format_;
  Changed changed_;
  DeviceFile file_;
  guint source_ = 0;
  bool watched_ = true;
  std::string fault_;
};

/// The first device of the module that takes frames, which one that another program writes to does
/// not; or nothing.
std::string find_loopback(const FrameFormat& format, const std::string& folder = "/dev");

}  // namespace shm::camera
