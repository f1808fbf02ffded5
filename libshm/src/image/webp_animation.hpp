// SPDX-License-Identifier: MIT
// The first frame of an animated WebP.
#pragma once

#include <string>

namespace shm {

/// As a WebP of its own, which decoders of single pictures read; a WebP that does not move as it
/// is.
std::string still_webp(const std::string& content);

}  // namespace shm
