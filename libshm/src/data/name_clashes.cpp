// SPDX-License-Identifier: MIT
// Pictures of one name but for the extension.

#include "data/name_clashes.hpp"

#include <map>

#include "shm/data_set.hpp"

namespace shm {

std::vector<Fault> take_name_clashes(std::vector<std::string>& names) {
  std::map<std::string, std::string> taken;
  std::vector<Fault> clashes;
  std::erase_if(names, [&](const std::string& name) {
    const auto [earlier, is_new] = taken.emplace(png_name(name), name);
    if (!is_new)
      clashes.push_back(
          {name, "its labels and results have the names of those of " + earlier->second});
    return !is_new;
  });
  return clashes;
}

}  // namespace shm
