// SPDX-License-Identifier: MIT
// The layout of a data set: the one place that knows its folders and lists.

#include "shm/data_set.hpp"

#include <algorithm>

#include "shm/error.hpp"
#include "shm/picture.hpp"

namespace shm {

namespace fs = std::filesystem;

std::string to_string(Part part) {
  switch (part) {
    case Part::image: return "image";
    case Part::mask: return "mask";
    case Part::trimap: return "trimap";
    case Part::alpha: return "alpha";
    case Part::foreground: return "foreground";
  }
  return "";
}

fs::path DataSet::folder(Part part) const {
  return root_ / to_string(part);
}

fs::path DataSet::file(Part part, const std::string& name) const {
  return folder(part) / (part == Part::image ? name : png_name(name));
}

bool DataSet::has(Part part) const {
  return fs::is_directory(folder(part));
}

std::vector<Part> DataSet::parts() const {
  std::vector<Part> result;
  std::copy_if(std::begin(all_parts), std::end(all_parts), std::back_inserter(result),
               [&](Part part) { return has(part); });
  return result;
}

std::vector<std::string> DataSet::names() const {
  return picture_names(folder(Part::image));
}

std::vector<Part> DataSet::missing(const std::string& name) const {
  std::vector<Part> result = parts();
  std::error_code error;  // of a name that is too long, say
  std::erase_if(result, [&](Part part) { return fs::exists(file(part, name), error); });
  return result;
}

std::string png_name(const std::string& name) {
  return fs::path(name).stem().string() + ".png";
}

std::vector<std::string> picture_names(const fs::path& folder) {
  if (!fs::is_directory(folder)) throw NotFound("no such folder: " + folder.string());
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with('.') && is_picture(entry.path())) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace shm
