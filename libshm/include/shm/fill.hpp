// SPDX-License-Identifier: MIT
// One value for every byte of an image.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "shm/image.hpp"

namespace shm {

inline void fill(const MutableImageView& image, std::uint8_t byte) {
  const std::size_t row_bytes =
      std::size_t(image.width) * std::size_t(layout_of(image.format).bytes);
  for (int y = 0; y < image.height; ++y)
    std::memset(image.row(y), byte, row_bytes);
}

}  // namespace shm
