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

/// What "auto" comes to: "pipewire" where it runs, else the first free device of v4l2loopback, else
/// "pipewire", for when it runs. All else stays as it is.
std::string settled_output(const std::string& where, const FrameFormat& format);

/// `where`: "pipewire", "/dev/videoN" of v4l2loopback, or "none". Throws Error.
std::unique_ptr<Output> open_output(const std::string& where, const std::string& name,
                                    const FrameFormat& format, const Changed& changed);

}  // namespace shm::camera
