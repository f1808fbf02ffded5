// SPDX-License-Identifier: MIT
// How the results of a job are called.

#include "shm-matte/result_names.hpp"

#include <filesystem>
#include <map>
#include <set>
#include <string>

namespace shm::tools {
namespace {

namespace fs = std::filesystem;

std::string extension_of(const Item& item, const MatteJob& job) {
  return item.kind == Kind::picture ? ".png" : "." + job.container;
}

/// The input's stem, or all of its name, in front of the extension.
std::string result_name(const Item& item, const MatteJob& job, bool full) {
  const fs::path name = item.input.filename();
  return (full ? name : name.stem()).string() + extension_of(item, job);
}

using Named = std::map<std::string, std::set<std::string>>;

/// Returns whether an input's name had to be taken in full: another's result has the same one.
bool tell_apart(const Named& inputs_of, std::set<std::string>& full) {
  const std::size_t before = full.size();
  for (const auto& [result, inputs] : inputs_of)
    if (inputs.size() > 1) full.insert(inputs.begin(), inputs.end());
  return full.size() > before;
}

}  // namespace

void name_results(std::vector<Item>& items, const MatteJob& job) {
  std::set<std::string> full;
  Named inputs_of;
  do {  // again, for a name in full may be another's short one: a.jpg, a.png and a.jpg.tif
    inputs_of.clear();
    for (Item& item : items) {
      const std::string input = item.input.filename().string();
      item.output = job.out / result_name(item, job, full.contains(input));
      inputs_of[item.output.filename().string()].insert(input);
    }
  } while (tell_apart(inputs_of, full));
}

}  // namespace shm::tools
