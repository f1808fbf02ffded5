// SPDX-License-Identifier: MIT
// Finds the pairs of pictures in AISegment's tree.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "shm/list_file.hpp"

namespace shm {

/// A picture of AISegment's tree and its partner, and what it will be called in a data set.
struct AisegmentPair {
  std::string name;
  std::filesystem::path clip;     ///< below the tree's root
  std::filesystem::path matting;  ///< below the tree's root
};

struct AisegmentTree {
  std::vector<AisegmentPair> pairs;  ///< sorted by name
  std::vector<Fault> unpaired;       ///< pictures without a partner, by their path below the root
};

/// Throws NotFound where `root` holds no clip_img/ and matting/.
AisegmentTree scan_aisegment(const std::filesystem::path& root);

}  // namespace shm
