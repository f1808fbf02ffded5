// SPDX-License-Identifier: MIT
// Results of earlier runs: kept, skipped or replaced.
#pragma once

#include <string>
#include <vector>

#include "shm-matte/inputs.hpp"

namespace shm::tools {

/// Removes what killed runs left of the items' results.
void remove_leftovers_of(const std::vector<Item>& items, const MatteJob& job);

/// What is to be done of a list.
struct Pending {
  std::vector<Item> items;          ///< frames of a resumed sequence with their run-up
  std::vector<std::string> faults;  ///< results that are there and may not be replaced
  int done = 0;                     ///< skipped: whole and newer than their inputs
};

Pending pending_items(const std::vector<Item>& items, const MatteJob& job);

/// Throws InvalidOption where the sheet would replace what is read or made of `items`, is there and
/// may not be replaced, or cannot be made.
void check_sheet(const MatteJob& job, const std::vector<Item>& items);

}  // namespace shm::tools
