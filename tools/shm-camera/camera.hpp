// SPDX-License-Identifier: MIT
// A camera that is open while somebody looks, and comes back by itself whatever happens to it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "shm-camera/capture.hpp"
#include "shm-camera/devices.hpp"
#include "shm-camera/frame_format.hpp"
#include "shm-camera/matte.hpp"
#include "shm-camera/output.hpp"
#include "shm-camera/preview.hpp"
#include "shm-camera/state.hpp"
#include "shm-camera/timer.hpp"

namespace shm::camera {

/// Whoever reads gets a frame at any time: the camera's, or a plain one while it has none.
class Camera {
 public:
  struct Setup {
    std::string camera = "auto";  ///< as find_source() takes it
    std::string output = "auto";  ///< as settled_output() takes it
    std::string name = "Matted camera";
    FrameFormat format;
  };
  using Say = std::function<void(const std::string&)>;

  /// `say` is told what becomes of the camera.
  Camera(const Setup& setup, Matte& matte, Say say);
  ~Camera();
  Camera(const Camera&) = delete;
  Camera& operator=(const Camera&) = delete;

  const Status& status() const { return status_; }
  const Output& output() const { return *output_; }
  Preview& preview() { return preview_; }
  std::vector<Device> devices() const { return devices_.list(); }

  const std::string& chosen() const { return setup_.camera; }
  /// Takes another camera, at once where somebody looks.
  void choose(const std::string& camera);

 private:
  using Clock = std::chrono::steady_clock;

  bool is_watched() const;
  void update();
  void on_devices();
  void open();
  void start(const Source& source);
  void close();
  void enter(const Status& status);
  void wait(const Status& status);
  void on_frame(std::span<const std::byte> frame, const Status& running);
  void on_fault(const Status& status);
  void watch_over();
  void show(std::span<const std::byte> frame);

  Setup setup_;
  Matte& matte_;
  Say say_;
  std::vector<std::byte> plain_;
  Status status_;
  std::string told_output_;
  Clock::time_point frame_came_;
  std::unique_ptr<Capture> capture_;
  std::optional<Timer> reopen_;
  std::optional<Timer> guard_;
  std::optional<Timer> rest_;
  Preview preview_;
  Devices devices_;
  std::unique_ptr<Output> output_;
};

}  // namespace shm::camera
