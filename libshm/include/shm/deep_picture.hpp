// SPDX-License-Identifier: MIT
// Pictures of 16 bits a channel, for who asks for more than the 8 that networks see.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shm/api.hpp"

namespace shm {

/// Grey (one channel), or red, green, blue and straight alpha; rows without padding.
struct DeepPicture {
  int width = 0;
  int height = 0;
  int channels = 4;
  std::vector<std::uint16_t> samples;
};

/// As decode_picture() with ReadAs::rgba, at the file's full precision; what has 8 bits is spread
/// over the 16. Throws as it does.
SHM_API DeepPicture decode_deep_picture(const std::string& content, const std::string& name);

/// A PNG of 16 bits.
SHM_API std::string encode_deep_png(const DeepPicture& picture);

/// Of a picture's content what it tells in EXIF of camera, exposure, date, description and author;
/// empty where it tells nothing. Neither place nor thumbnail, maker's notes or serial numbers.
SHM_API std::string picture_exif(std::string_view content);

/// The PNG with that in it.
SHM_API std::string with_exif(const std::string& png, std::string_view exif);

}  // namespace shm
