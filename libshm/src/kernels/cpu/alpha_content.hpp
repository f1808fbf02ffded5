// SPDX-License-Identifier: MIT
// Whether there is an edge of alpha in some pixels: what is one thing throughout costs little.
#pragma once

#include <cstdint>

namespace shm {

/// What there is among alphas: bits, so that those of parts make up that of the whole.
enum class AlphaContent : std::uint8_t { nothing = 0, not_room = 1, not_person = 2, edge = 3 };

/// Alphas that are all within 0.02 of 0, or of 1, have no edge.
AlphaContent alpha_content(const float* alphas, int count);

constexpr AlphaContent& operator|=(AlphaContent& content, AlphaContent other) {
  return content = AlphaContent(int(content) | int(other));
}

}  // namespace shm
