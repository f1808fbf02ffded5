// SPDX-License-Identifier: MIT
// Checks one picture of a data set and its parts.
#pragma once

#include <string>
#include <vector>

#include "prep/fingerprint.hpp"
#include "shm/data_set.hpp"

namespace shm {

/// What one picture of a data set and its labels turned out to be.
struct Inspection {
  std::vector<std::string> faults;
  Fingerprint print;
  bool has_print = false;
  double doubt = 0;  ///< see Suspect
};

/// Looks at the files of the parts that are there. Throws nothing that is the picture's fault.
Inspection inspect(const DataSet& data, const std::string& name, int tolerance);

}  // namespace shm
