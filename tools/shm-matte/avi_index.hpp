// SPDX-License-Identifier: MIT
// The index of an AVI file, "idx1" (AVI RIFF File Reference, Microsoft).
#pragma once

#include <cstdint>
#include <istream>
#include <optional>

namespace shm::tools {

/// At the end of a video, chunks of nothing: the frame before them stays. GStreamer leaves them out
/// (as of 1.22).
struct RepeatedFrame {
  std::uint64_t number;   ///< of the frame, from 0
  std::uint64_t repeats;  ///< at least 1
};

/// Nothing where the last frame of a file of `size` bytes is not repeated, or it is no AVI with an
/// index.
std::optional<RepeatedFrame> find_repeated_frame(std::istream& file, std::uint64_t size);

}  // namespace shm::tools
