// SPDX-License-Identifier: MIT
// Chunks within a PNG: length, type, content, checksum.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace shm {

/// The signature and the IHDR chunk, behind which others follow.
inline constexpr std::size_t png_header_bytes = 33;

/// A PNG's bytes with one chunk more, after its header. `type` has four letters.
std::string with_png_chunk(const std::string& png, std::string_view type, std::string_view content);

/// A PNG of those chunks alone on which its pixels depend; empty where one of them is damaged, or
/// its end lacks. What libpng thinks of chunks it writes to standard error, of sound pictures, too.
std::string png_of_pixels(std::string_view png);

}  // namespace shm
