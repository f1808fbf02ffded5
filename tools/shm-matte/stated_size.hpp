// SPDX-License-Identifier: MIT
// How long a video file says that it is.
#pragma once

#include <cstdint>
#include <filesystem>

namespace shm::tools {

/// Bytes: of MP4, QuickTime and AVI as they state it; of transport and program streams up to the
/// end of the packet in which they end. 0 of others.
std::uint64_t stated_size(const std::filesystem::path& file);

}  // namespace shm::tools
