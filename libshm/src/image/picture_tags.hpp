// SPDX-License-Identifier: MIT
// What a picture's file says about its pixels, read without decoding them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "image/code_points.hpp"

namespace shm {

struct PictureTags {
  std::uint32_t width = 0, height = 0;  ///< in pixels, not turned yet; 0: not known
  int orientation = 1;                  ///< as EXIF has it: 1 upright to 8; libheif turns by itself
  std::string profile;                  ///< ICC; empty: none
  CodePoints colors;                    ///< where they are said by numbers
  std::string exif;                     ///< what of it may go into a result; empty: nothing
  bool multiplied = false;     ///< the decoder gives colours that are multiplied by their alpha
  bool more_pictures = false;  ///< beside the one that is read
  std::string unread;          ///< why the decoder would make nothing, or another picture, of it
};

/// Of a picture of any type; damage reads as what is not there.
PictureTags picture_tags(std::string_view content);

// By type.
PictureTags jpeg_tags(std::string_view content);
PictureTags png_tags(std::string_view content);
PictureTags webp_tags(std::string_view content);
PictureTags tiff_tags(std::string_view content);
PictureTags bmp_tags(std::string_view content);
PictureTags pnm_tags(std::string_view content);

/// EXIF is a TIFF without pixels. Tells of the orientation, and what may go into a result.
void read_exif(std::string_view exif, PictureTags& tags);

}  // namespace shm
