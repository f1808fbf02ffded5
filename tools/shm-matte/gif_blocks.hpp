// SPDX-License-Identifier: MIT
// The blocks of which a GIF file is made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace shm::tools {

struct GifFrame {
  std::size_t size;  ///< bytes: all up to the end of the next image; 0: the file ends here
  int hundredths;    ///< how long it is shown, in 1/100 s
};

constexpr std::size_t gif_header_size = 13;  ///< with the size of the pictures, without colours

/// The next frame, at the file's begin or behind another frame. Nothing where `bytes` end before
/// it does.
std::optional<GifFrame> next_gif_frame(std::span<const std::uint8_t> bytes, bool at_begin);

}  // namespace shm::tools
