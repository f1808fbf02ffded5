// SPDX-License-Identifier: MIT
// What the inputs of a job stand for.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "shm-matte/options.hpp"

namespace shm::tools {

enum class Kind { picture, video };

/// One thing to matte.
struct Item {
  std::filesystem::path input;
  std::filesystem::path output;
  Kind kind = Kind::picture;
  bool continues = false;  ///< the next frame of the sequence that the item before belongs to
  bool run_up = false;     ///< looked at for the frames that follow; its result is there
};

struct Inputs {
  std::vector<Item> items;                      ///< in order
  std::vector<std::filesystem::path> left_out;  ///< of folders: what is no picture
  std::vector<std::string> faults;              ///< folders that cannot be used, and why
};

/// What the job's inputs stand for, folders opened. Throws InvalidOption where two results would
/// have one name, a result would replace an input, or standard output cannot take what would go
/// to it.
Inputs list_inputs(const MatteJob& job);

}  // namespace shm::tools
