// SPDX-License-Identifier: MIT
// Finds the files of each picture.

#include "shm-eval/samples.hpp"

#include <map>
#include <set>

#include "shm/data_set.hpp"
#include "shm/error.hpp"
#include "shm/list_file.hpp"

namespace shm::tools {
namespace {

namespace fs = std::filesystem;

/// The pictures of a folder by their names without extension.
class Index {
 public:
  explicit Index(const fs::path& folder) : folder_(folder) {
    if (folder.empty()) return;
    for (const std::string& name : picture_names(folder)) {
      const auto [earlier, is_new] = files_.emplace(fs::path(name).stem(), folder / name);
      if (!is_new)
        throw BadInput("two pictures of one name: " + earlier->second.string() + " and " + name +
                       "; remove one of them");
    }
  }

  fs::path find(const std::string& name) const {
    const auto file = files_.find(name);
    return file == files_.end() ? fs::path() : file->second;
  }

  /// The same, noting in the sample what is not there.
  fs::path need(Sample& sample) const {
    fs::path file = find(sample.name);
    if (file.empty() && !folder_.empty() && sample.missing.empty())
      sample.missing = "no picture of this name in " + folder_.string();
    return file;
  }

  void add_names(std::set<std::string>& names) const {
    for (const auto& [name, file] : files_)
      names.insert(name);
  }

 private:
  fs::path folder_;
  std::map<std::string, fs::path> files_;
};

/// A list may name pictures with or without their extensions.
std::vector<std::string> listed_names(const fs::path& list, const Index& truths) {
  const NameList entries = read_list(list);
  if (!entries.faults.empty()) throw BadInput(entries.faults.front().what);
  std::vector<std::string> names;
  for (const std::string& name : entries.names)
    names.push_back(truths.find(name).empty() ? fs::path(name).stem().string() : name);
  return names;
}

std::vector<std::string> all_names(const Index& alphas, const Index& truths) {
  std::set<std::string> names;
  alphas.add_names(names);
  truths.add_names(names);
  return {names.begin(), names.end()};
}

}  // namespace

std::vector<Sample> find_samples(const Folders& folders, const fs::path& list) {
  const Index alphas(folders.alphas);
  const Index truths(folders.truths);
  const Index trimaps(folders.trimaps);
  const Index ignored(folders.ignored);
  const Index photographs(folders.photographs);
  std::vector<Sample> samples;
  for (const std::string& name :
       list.empty() ? all_names(alphas, truths) : listed_names(list, truths)) {
    Sample sample{.name = name};
    sample.alpha = alphas.need(sample);
    sample.truth = truths.need(sample);
    sample.trimap = trimaps.need(sample);
    sample.ignored = ignored.find(name);
    sample.photograph = photographs.find(name);
    samples.push_back(sample);
  }
  if (samples.empty())
    throw BadInput("no pictures in " + (list.empty() ? folders.truths : list).string());
  return samples;
}

}  // namespace shm::tools
