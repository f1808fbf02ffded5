// SPDX-License-Identifier: MIT
// Reads and checks a data set's lists.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "shm/check.hpp"

namespace shm {

/// The lists that a check is about, and what is wrong with them alone.
struct CheckedLists {
  std::vector<std::string> train;
  std::vector<std::string> val;
  std::vector<Fault> faults;
  std::set<std::string> bad;     ///< names that no list should hold
  std::set<std::string> leaked;  ///< names in train that are in val as well
};

CheckedLists read_lists(const DataSet& data, const CheckOptions& options);

}  // namespace shm
