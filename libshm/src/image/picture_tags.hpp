// SPDX-License-Identifier: MIT
// What a picture's file says about its pixels, read without decoding them.
#pragma once

#include <string>
#include <string_view>

namespace shm {

struct PictureTags {
  int orientation = 1;         ///< as EXIF has it: 1 upright to 8; of what the decoder leaves to do
  std::string profile;         ///< ICC; empty: none
  bool multiplied = false;     ///< the decoder gives colours that are multiplied by their alpha
  bool more_pictures = false;  ///< beside the one that is read
};

/// Of a picture of any type; damage reads as what is not there.
PictureTags picture_tags(std::string_view content);

// By type.
PictureTags jpeg_tags(std::string_view content);
PictureTags png_tags(std::string_view content);
PictureTags webp_tags(std::string_view content);
PictureTags tiff_tags(std::string_view content);

/// EXIF is a TIFF without pixels; 1 where it says nothing.
int exif_orientation(std::string_view exif);

}  // namespace shm
