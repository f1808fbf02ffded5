// SPDX-License-Identifier: MIT
// Finds the files of each picture.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace shm::tools {

/// Where the pictures of an evaluation lie. Files of one picture share their name but for the
/// extension.
struct Folders {
  std::filesystem::path alphas;  ///< to be judged, or the photographs that a model mattes
  std::filesystem::path truths;
  std::filesystem::path trimaps;      ///< empty: the whole picture counts
  std::filesystem::path ignored;      ///< empty: nothing is ignored
  std::filesystem::path photographs;  ///< empty: none to show
};

/// The files of one picture. What is empty was not asked for, or need not be there.
struct Sample {
  std::string name;             ///< without extension
  std::filesystem::path alpha;  ///< or the photograph that a model mattes
  std::filesystem::path truth;
  std::filesystem::path trimap;
  std::filesystem::path ignored;
  std::filesystem::path photograph;
  std::string missing;  ///< what keeps it from being measured, empty where nothing does
};

/// The pictures to evaluate, sorted by name: those that the list file names in its order, or
/// without one all that stand among the alphas or the truths. Throws NotFound, BadInput.
std::vector<Sample> find_samples(const Folders& folders, const std::filesystem::path& list);

}  // namespace shm::tools
