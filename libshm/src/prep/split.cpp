// SPDX-License-Identifier: MIT
// Which pictures train and which validate.

#include "shm/split.hpp"

#include <cmath>
#include <filesystem>

#include "base/check_options.hpp"
#include "base/fnv_hash.hpp"
#include "data/name_clashes.hpp"
#include "file/folder_lock.hpp"
#include "prep/leftovers.hpp"
#include "shm/error.hpp"
#include "shm/list_file.hpp"
#include "shm/prep_options.hpp"

namespace shm {
namespace {

std::uint64_t mixed(std::uint64_t hash) {
  hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccd;
  hash = (hash ^ hash >> 33) * 0xc4ceb9fe1a85ec53;
  return hash ^ hash >> 33;
}

/// 0..1, evenly spread: the hash's upper 53 bits, as many as a double holds.
double position(const std::string& name) {
  return std::ldexp(double(name_hash(std::filesystem::path(name).stem().string()) >> 11), -53);
}

}  // namespace

std::uint64_t name_hash(std::string_view name) {
  return mixed(fnv_hash(name));
}

Split split_names(const std::vector<std::string>& names, double val_fraction) {
  check_option(val_fraction_facts, val_fraction);
  Split split;
  for (const std::string& name : names)
    (position(name) < val_fraction ? split.val : split.train).push_back(name);
  return split;
}

Split write_lists(const DataSet& data, double val_fraction) {
  check_option(val_fraction_facts, val_fraction);
  const FolderLock lock(data.root());  // who is last to take it sees what all have made
  std::vector<std::string> names = data.names();
  take_name_clashes(names);
  std::erase_if(names, [&](const std::string& name) { return !data.missing(name).empty(); });
  Split split = split_names(names, val_fraction);
  remove_shared_leftovers(data.root(), lock);
  write_list(data.train_list(), split.train);
  write_list(data.val_list(), split.val);
  return split;
}

}  // namespace shm
