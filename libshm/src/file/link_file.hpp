// SPDX-License-Identifier: MIT
// A second name for a file, or a copy.
#pragma once

#include <filesystem>

namespace shm {

/// Gives a file a second name, byte for byte: by a hard link, or by a copy where that is asked for
/// or the file system has no links. What stands under `to` already stays. Throws WriteError.
void link_or_copy(const std::filesystem::path& from, const std::filesystem::path& to, bool copy);

}  // namespace shm
