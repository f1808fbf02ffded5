// SPDX-License-Identifier: MIT
// Reads and checks a data set's lists.

#include "prep/check_lists.hpp"

#include <algorithm>
#include <iterator>

#include "data/name_clashes.hpp"
#include "shm/list_file.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;

void append(std::vector<Fault>& faults, const std::vector<Fault>& more) {
  faults.insert(faults.end(), more.begin(), more.end());
}

std::vector<std::string> names_of(const DataSet& data, const fs::path& file,
                                  std::vector<Fault>& faults) {
  NameList list = read_list(file, data.folder(Part::image));
  append(faults, list.faults);
  return std::move(list.names);
}

std::vector<std::string> train_names(const DataSet& data, const CheckOptions& options,
                                     std::vector<Fault>& faults) {
  if (!options.train_list.empty()) return names_of(data, options.train_list, faults);
  if (fs::exists(data.train_list())) return names_of(data, data.train_list(), faults);
  faults.push_back(
      {data.train_list().filename().string(), "it is not there: shm-prep list makes it"});
  return data.names();
}

/// val.txt goes with train.txt, not with a list of somebody's own.
std::vector<std::string> val_names(const DataSet& data, const CheckOptions& options,
                                   std::vector<Fault>& faults) {
  if (!options.val_list.empty()) return names_of(data, options.val_list, faults);
  const bool has_default = options.train_list.empty() && fs::exists(data.val_list());
  return has_default ? names_of(data, data.val_list(), faults) : std::vector<std::string>();
}

void find_clashes(const DataSet& data, CheckedLists& lists) {
  std::vector<std::string> names = data.names();
  for (const Fault& clash : take_name_clashes(names)) {
    lists.faults.push_back(clash);
    lists.bad.insert(clash.name);
  }
}

void find_leaks(CheckedLists& lists) {
  const std::set<std::string> train(lists.train.begin(), lists.train.end());
  std::ranges::copy_if(lists.val, std::inserter(lists.leaked, lists.leaked.end()),
                       [&](const std::string& name) { return train.contains(name); });
  for (const std::string& name : lists.leaked)
    lists.faults.push_back({name, "it is in the lists of train and val"});
}

}  // namespace

CheckedLists read_lists(const DataSet& data, const CheckOptions& options) {
  CheckedLists lists;
  lists.train = train_names(data, options, lists.faults);
  lists.val = val_names(data, options, lists.faults);
  if (lists.train.empty())
    lists.faults.push_back({data.train_list().filename().string(), "it names no picture"});
  find_clashes(data, lists);
  find_leaks(lists);
  if (!data.has(Part::mask) && !data.has(Part::alpha))
    lists.faults.push_back({data.root().string(), "neither mask/ nor alpha/ is there"});
  return lists;
}

}  // namespace shm
