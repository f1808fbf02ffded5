// SPDX-License-Identifier: MIT
// Which pictures are for training and which for validation, by their names alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shm/api.hpp"
#include "shm/data_set.hpp"

namespace shm {

/// A hash of a name that is the same on every machine: FNV-1a, 64 bits, its bits then mixed by
/// MurmurHash3's finaliser, since names that differ in one digit differ in few bits of FNV-1a.
SHM_API std::uint64_t name_hash(std::string_view name);

struct Split {
  std::vector<std::string> train;
  std::vector<std::string> val;
};

/// Parts names by a hash of the name without its extension: a picture stays on its side as others
/// come and go, and a larger fraction (0..1) only adds to val. Throws InvalidOption.
SHM_API Split split_names(const std::vector<std::string>& names, double val_fraction);

/// Writes train.txt and val.txt of the pictures that have a file in each part that is there; of
/// those whose names differ in the extension alone the first.
/// Throws InvalidOption, NotFound, WriteError.
SHM_API Split write_lists(const DataSet& data, double val_fraction);

}  // namespace shm
