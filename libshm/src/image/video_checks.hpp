// SPDX-License-Identifier: MIT
// Whether a frame of raw video and a picture can be made of each other.
#pragma once

#include <string>

#include "shm/error.hpp"
#include "shm/image.hpp"
#include "shm/raw_video.hpp"

namespace shm {

template <typename Byte>
void check_same_size(const BasicRawVideo<Byte>& video, const ImageView& picture) {
  if (video.width == picture.width && video.height == picture.height) return;
  throw BadInput("raw video of " + std::to_string(video.width) + "x" +
                 std::to_string(video.height) + " does not go with a picture of another size");
}

inline void check_bytes(const ImageView& picture, int bytes) {
  if (layout_of(picture.format).bytes == bytes) return;
  throw BadInput("raw video goes with pixels of " + std::to_string(bytes) + " bytes here");
}

}  // namespace shm
