// SPDX-License-Identifier: MIT
// Pictures of one name but for the extension.
#pragma once

#include <string>
#include <vector>

#include "shm/list_file.hpp"

namespace shm {

/// Takes out names whose labels are those of another, earlier one: "a.png" after "a.jpg".
std::vector<Fault> take_name_clashes(std::vector<std::string>& names);

}  // namespace shm
