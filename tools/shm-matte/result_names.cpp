// SPDX-License-Identifier: MIT
// How the results of a job are called.

#include "shm-matte/result_names.hpp"

#include <map>
#include <set>
#include <string>

namespace shm::tools {
namespace {

std::string extension_of(const Item& item, const MatteJob& job) {
  return item.kind == Kind::picture ? ".png" : "." + job.container;
}

std::string short_name(const Item& item, const MatteJob& job) {
  return item.input.stem().string() + extension_of(item, job);
}

}  // namespace

void name_results(std::vector<Item>& items, const MatteJob& job) {
  std::map<std::string, std::set<std::string>> inputs_of;
  for (const Item& item : items)
    inputs_of[short_name(item, job)].insert(item.input.filename().string());
  for (Item& item : items) {
    const std::string name = short_name(item, job);
    const bool alone = inputs_of[name].size() == 1;
    item.output =
        job.out / (alone ? name : item.input.filename().string() + extension_of(item, job));
  }
}

}  // namespace shm::tools
