// SPDX-License-Identifier: MIT
// What the inputs of a job stand for.

#include "shm-matte/inputs.hpp"

#include <algorithm>
#include <cstring>
#include <map>

#include "shm-matte/container.hpp"
#include "shm-matte/read_input.hpp"
#include "shm-matte/result_names.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"

namespace shm::tools {
namespace {

namespace fs = std::filesystem;

/// f2 before f10.
bool in_natural_order(const fs::path& a, const fs::path& b) {
  return ::strverscmp(a.c_str(), b.c_str()) < 0;
}

/// Among them the doubles that a Mac writes beside files, "._a.jpg", which are none.
bool is_hidden(const fs::path& file) {
  return file.filename().string().starts_with('.');
}

/// Appends the folder's pictures, and what it holds beside them.
void open_folder(const fs::path& folder, std::vector<fs::path>& pictures,
                 std::vector<fs::path>& left_out) {
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (is_hidden(entry.path())) continue;
    (is_picture(entry.path()) ? pictures : left_out).push_back(entry.path());
  }
  std::ranges::sort(pictures, in_natural_order);
  std::ranges::sort(left_out, in_natural_order);
}

/// Pipes cannot be looked into before they are read: they hold pictures, or raw video where that is
/// said.
Kind kind_of(const fs::path& input, const MatteJob& job) {
  if (job.raw_video && input == standard_input) return Kind::video;
  const bool picture = !fs::is_regular_file(input) || is_picture(input) || is_unread_picture(input);
  return picture ? Kind::picture : Kind::video;
}

std::string without_pictures(const fs::path& folder, const std::vector<fs::path>& left_out) {
  const auto inner =
      std::ranges::find_if(left_out, [](const fs::path& entry) { return fs::is_directory(entry); });
  return "no pictures in " + folder.string() +
         (inner == left_out.end()
              ? ""
              : " itself: folders in it are not entered, name " + inner->string());
}

void add_folder(Inputs& inputs, const fs::path& folder, bool sequence) {
  std::vector<fs::path> pictures;
  std::vector<fs::path> left_out;
  try {
    open_folder(folder, pictures, left_out);
  } catch (const fs::filesystem_error& error) {
    inputs.faults.push_back(folder.string() + ": " + error.code().message());
    return;
  }
  if (pictures.empty()) inputs.faults.push_back(without_pictures(folder, left_out));
  for (const fs::path& picture : pictures)
    inputs.items.push_back({picture, {}, Kind::picture, sequence && picture != pictures.front()});
  std::ranges::move(left_out, std::back_inserter(inputs.left_out));
}

void check_outputs(const std::vector<Item>& items) {
  std::map<fs::path, fs::path> taken;
  std::error_code absent;
  for (const Item& item : items) {
    const auto [other, fresh] = taken.emplace(item.output, item.input);
    if (!fresh && fs::equivalent(other->second, item.input, absent))
      throw InvalidOption(item.input.string() + " is named twice: name it once");
    if (!fresh)
      throw InvalidOption(other->second.string() + " and " + item.input.string() +
                          " would both become " + item.output.string() +
                          ": matte them into different folders");
    if (fs::equivalent(item.output, item.input, absent))
      throw InvalidOption("--out: " + item.output.string() + " is an input: choose another folder");
  }
}

void check_stdout(const std::vector<Item>& items, const MatteJob& job) {
  if (items.size() > 1)
    throw InvalidOption("--out: standard output takes a single result: name a folder instead of -");
  if (items.size() == 1 && items[0].kind == Kind::video && !container_named(job.container).pipes)
    throw InvalidOption("--out: a ." + job.container +
                        " cannot go to standard output: choose --container y4m or mkv");
}

}  // namespace

Inputs list_inputs(const MatteJob& job) {
  Inputs inputs;
  for (const fs::path& named : job.inputs) {
    const fs::path input = named == "-" ? standard_input : named;
    if (fs::is_directory(input))
      add_folder(inputs, input, job.sequence);
    else
      inputs.items.push_back({input, {}, kind_of(input, job), false});
  }
  name_results(inputs.items, job);
  if (to_stdout(job))
    check_stdout(inputs.items, job);
  else
    check_outputs(inputs.items);
  return inputs;
}

}  // namespace shm::tools
