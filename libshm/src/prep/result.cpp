// SPDX-License-Identifier: MIT
// Results that know what they were made from.

#include "prep/result.hpp"

#include <algorithm>

#include "base/fnv_hash.hpp"
#include "prep/picture_checks.hpp"
#include "prep/png_text.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"
#include "shm/split.hpp"
#include "shm/whole_file.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;

const std::string keyword = "shm-sources";

/// False where one cannot be read: making the result again names it.
bool are_sources(const std::vector<fs::path>& sources, const std::string& digest) {
  try {
    return digest == digest_of(sources);
  } catch (const std::exception&) {
    return false;
  }
}

bool is_newer(const fs::path& file, fs::file_time_type time) {
  std::error_code error;
  return fs::last_write_time(file, error) > time && !error;
}

}  // namespace

std::string digest_of(const std::vector<fs::path>& sources) {
  std::string digest;
  for (const fs::path& source : sources)
    digest.append(digest.empty() ? "" : " ").append(hash_text(name_hash(read_whole_file(source))));
  return digest;
}

void write_result(const fs::path& file, const Image& picture, const std::string& digest) {
  write_whole_file(file, with_png_text(encode_picture(".png", picture), keyword, digest),
                   Outlives::process);
}

bool is_current(const fs::path& file, const std::vector<fs::path>& sources) {
  if (!is_whole_png(file)) return false;
  std::error_code error;
  for (const fs::path& source : sources)
    if (!fs::exists(source, error)) return true;
  const std::string digest = png_text(file, keyword);
  if (!digest.empty()) return are_sources(sources, digest);
  const fs::file_time_type made = fs::last_write_time(file, error);
  return std::ranges::none_of(sources,
                              [&](const fs::path& source) { return is_newer(source, made); });
}

}  // namespace shm
