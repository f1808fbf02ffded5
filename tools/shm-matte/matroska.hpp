// SPDX-License-Identifier: MIT
// What Matroska and WebM files say of their streams.
#pragma once

#include <cstdint>
#include <istream>
#include <optional>

namespace shm::tools {

/// How a flat picture hangs, in degrees: RFC 9559, section 5.1.4.1.28.41.
struct Pose {
  double yaw = 0;
  double pitch = 0;
  double roll = 0;
};

/// Of the video with a track number; nothing where the file says none.
std::optional<Pose> find_pose(std::istream& file, std::uint64_t size, std::uint64_t track);

/// Where the file says that it ends; 0 where it does not say, or is another file.
std::uint64_t end_of_matroska(std::istream& file);

}  // namespace shm::tools
