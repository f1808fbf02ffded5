// SPDX-License-Identifier: MIT
// What shm-camera is asked to do, and its flags.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "common/cli.hpp"
#include "shm-camera/camera.hpp"

namespace shm::camera {

struct CameraJob {
  Camera::Setup setup;
  bool camera_given = false;
  std::vector<std::string> set;  ///< "NAME=VALUE", of the element
  int port = 7464;
  bool port_given = false;
  bool page = true;
  std::filesystem::path settings;
  std::filesystem::path backgrounds;

  /// Throws InvalidOption.
  void check() const;
};

void add_options(CLI::App& cli, CameraJob& job);

}  // namespace shm::camera
