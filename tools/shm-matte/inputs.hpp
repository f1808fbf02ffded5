#pragma once

#include <filesystem>
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
};

/// What the job's inputs stand for, folders opened, in order. Throws BadInput where a folder has no
/// picture, InvalidOption where two results would have one name or a result would replace an input.
std::vector<Item> list_items(const MatteJob& job);

}  // namespace shm::tools
