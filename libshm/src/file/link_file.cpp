// SPDX-License-Identifier: MIT
// A second name for a file, or a copy.

#include "file/link_file.hpp"

#include "shm/error.hpp"
#include "shm/whole_file.hpp"

namespace shm {

namespace fs = std::filesystem;

void link_or_copy(const fs::path& from, const fs::path& to, bool copy) {
  if (fs::exists(to)) return;
  std::error_code no_link;
  if (!copy) fs::create_hard_link(fs::canonical(from), to, no_link);
  if (!copy && !no_link) return;
  write_whole_file(to, [&](const fs::path& temporary) {
    std::error_code error;
    fs::copy_file(from, temporary, fs::copy_options::overwrite_existing, error);
    if (error) throw WriteError("cannot copy to " + to.string() + ": " + error.message());
  });
}

}  // namespace shm
