// SPDX-License-Identifier: MIT
// Some frames of a video, evenly spread, for contact sheets.
#pragma once

#include <filesystem>
#include <vector>

#include "shm/image.hpp"

namespace shm::tools {

/// `count` frames of a video, evenly spread, as rgb. Throws BadInput.
std::vector<Image> sample_frames(const std::filesystem::path& video, int count);

}  // namespace shm::tools
