// SPDX-License-Identifier: MIT
// Removes what killed runs left of a data set's shared files.
#pragma once

#include <filesystem>

#include "file/folder_lock.hpp"

namespace shm {

/// Removes what killed runs left of a folder's lists, tables and settings: of all but pictures,
/// which each shard has its own of. Others write such files, too: only under the folder's lock.
void remove_shared_leftovers(const std::filesystem::path& folder, const FolderLock& held);

}  // namespace shm
