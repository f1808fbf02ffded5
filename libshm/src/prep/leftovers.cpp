// SPDX-License-Identifier: MIT
// Removes what killed runs left of a data set's shared files.

#include "prep/leftovers.hpp"

#include "shm/picture.hpp"
#include "shm/whole_file.hpp"

namespace shm {

void remove_shared_leftovers(const std::filesystem::path& folder, const FolderLock& /*held*/) {
  remove_leftovers(folder, [](const std::string& name) { return !has_picture_name(name); });
}

}  // namespace shm
