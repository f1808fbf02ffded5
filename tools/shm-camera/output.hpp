// SPDX-License-Identifier: MIT
// Where the frames are offered as a camera.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "shm-camera/frame_format.hpp"

namespace shm::camera {

class Output {
 public:
  virtual ~Output() = default;

  /// Whether a program reads it.
  virtual bool is_watched() const = 0;
  /// Offers a frame; it is gone where nobody reads.
  virtual void show(std::span<const std::byte> frame) = 0;
  /// As people know it, and what is wrong with it.
  virtual std::string text() const = 0;
};

/// Told on the main loop when is_watched() or text() has changed.
using Changed = std::function<void()>;

/// `where`: "pipewire", "/dev/videoN" of v4l2loopback, "none", or "auto", which is PipeWire where
/// it runs, else the first device of v4l2loopback, else PipeWire as soon as it runs. Throws Error.
std::unique_ptr<Output> open_output(const std::string& where, const std::string& name,
                                    const FrameFormat& format, const Changed& changed);

/// The device that open_output() takes, or nothing.
std::string device_of(const std::string& where);

}  // namespace shm::camera
