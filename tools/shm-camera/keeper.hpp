// SPDX-License-Identifier: MIT
// Keeps what the user chose, a moment after each change.
#pragma once

#include <filesystem>
#include <optional>

#include "shm-camera/camera.hpp"
#include "shm-camera/matte.hpp"
#include "shm-camera/settings.hpp"
#include "shm-camera/timer.hpp"

namespace shm::camera {

class Keeper {
 public:
  struct Kept {
    std::filesystem::path file;
    Choices choices;
  };

  /// `kept` is what the file says; what camera and element have now is for this run.
  Keeper(Kept kept, const Camera& camera, const Matte& matte, Camera::Say say);
  ~Keeper();
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

  /// Something has changed.
  void note();

 private:
  Choices now() const;
  void keep();

  Kept kept_;
  const Camera& camera_;
  const Matte& matte_;
  Camera::Say say_;
  Choices at_start_;
  std::optional<Timer> pending_;
};

}  // namespace shm::camera
