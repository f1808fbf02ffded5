// SPDX-License-Identifier: MIT
// Streams that were announced, and of which nothing came.
#pragma once

#include <filesystem>

namespace shm::tools {

/// The muxer of MP4 and QuickTime files describes such a stream without a word on what it is, and
/// then nobody reads the file. Makes free space of each track that has no sample; leaves every
/// other file as it is. Throws WriteError where it cannot.
void free_empty_tracks(const std::filesystem::path& movie);

}  // namespace shm::tools
