// SPDX-License-Identifier: MIT
// How users name the device that a network is to be worked on.
#pragma once

#include <optional>
#include <string>

namespace shm {

/// "auto" (a GPU where one works, else the CPU), "cpu", "cuda" or "cuda:N".
struct DeviceName {
  enum class Kind { automatic, cpu, gpu };
  Kind kind = Kind::automatic;
  std::optional<int> gpu;  ///< N, where it was said

  /// Throws InvalidOption for any other text.
  static DeviceName parse(const std::string& text);
};

}  // namespace shm
