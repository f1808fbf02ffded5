// SPDX-License-Identifier: MIT
// Results of earlier runs: kept, skipped or replaced.

#include "shm-matte/results.hpp"

#include <algorithm>

#include "common/overwrite.hpp"
#include "common/report_file.hpp"
#include "shm-matte/media.hpp"
#include "shm-matte/read_input.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"
#include "shm/whole_file.hpp"

namespace shm::tools {
namespace {

namespace fs = std::filesystem;

bool is_whole_video(const fs::path& file) {
  try {
    return examine(file).missing_bytes == 0;
  } catch (const BadInput&) {
    return false;
  }
}

bool is_whole(const Item& item) {
  return item.kind == Kind::picture ? is_whole_png(item.output) : is_whole_video(item.output);
}

bool is_newer(const fs::path& result, const fs::path& input) {
  std::error_code unknown;
  const auto made = fs::last_write_time(result, unknown);
  if (unknown) return false;
  const auto changed = fs::last_write_time(input, unknown);
  return !unknown && made >= changed;
}

/// Appends the frames before one of a sequence, from which it goes on: alpha remembers them.
void append_run_up(const std::vector<Item>& items, std::size_t frame, std::vector<Item>& to) {
  constexpr std::size_t longest = 30;
  std::size_t first = frame;
  while (items[first].continues && frame - first < longest)
    --first;
  for (std::size_t i = first; i < frame; ++i) {
    to.push_back(items[i]);
    to.back().continues = i > first;
    to.back().run_up = true;
  }
}

/// By whatever links; what is not there yet, by its name.
bool is_same(const fs::path& a, const fs::path& b) {
  std::error_code absent;
  if (fs::equivalent(a, b, absent)) return true;
  const fs::path name = fs::weakly_canonical(a, absent);
  return !name.empty() && name == fs::weakly_canonical(b, absent);
}

InvalidOption taken(const fs::path& sheet, const std::string& by) {
  return InvalidOption("--sheet: " + sheet.string() + " is " + by + ": choose another name");
}

bool is_pipe(const fs::path& input) {
  const fs::file_status status = fs::status(input == "-" ? standard_input : input);
  return !fs::is_regular_file(status) && !fs::is_directory(status);
}

}  // namespace

void remove_leftovers_of(const std::vector<Item>& items, const MatteJob& job) {
  std::vector<std::string> names;
  for (const Item& item : items)
    names.push_back(item.output.filename().string());
  remove_leftovers(job.out, names);
}

Pending pending_items(const std::vector<Item>& items, const MatteJob& job) {
  Pending pending;
  bool before_made = false;  // of a sequence: what follows depends on it
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Item& item = items[i];
    std::error_code unknown;
    before_made = before_made && item.continues;
    const bool free = to_stdout(job) || job.overwrite || !fs::exists(item.output, unknown);
    if (!free && !job.resume) {
      pending.faults.push_back(item.input.string() + ": " + item.output.string() +
                               " is there already: --overwrite replaces it, --resume keeps it");
    } else if (!free && !before_made && is_whole(item) && is_newer(item.output, item.input)) {
      ++pending.done;
    } else {
      if (job.resume && !before_made) append_run_up(items, i, pending.items);
      pending.items.push_back(item);
      before_made = true;
    }
  }
  return pending;
}

void check_sheet(const MatteJob& job, const std::vector<Item>& items) {
  if (job.sheet.empty()) return;
  if (std::ranges::any_of(job.inputs, is_pipe))
    throw InvalidOption("--sheet: a pipe can be read but once, for its result: give a file");
  for (const Item& item : items) {
    if (is_same(job.sheet, item.input)) throw taken(job.sheet, "an input");
    if (is_same(job.sheet, item.output)) throw taken(job.sheet, "a result");
  }
  if (is_same(job.sheet, job.look.background_image)) throw taken(job.sheet, "the background");
  require_free("--sheet", job.sheet, job.overwrite || job.resume);
  make_room_for_sheet(job.sheet);
}

}  // namespace shm::tools
