// SPDX-License-Identifier: MIT
// What EXIF tells, from a picture into a PNG.

#include "image/picture_tags.hpp"
#include "image/png_chunk.hpp"
#include "shm/deep_picture.hpp"

namespace shm {

std::string picture_exif(std::string_view content) {
  return picture_tags(content).exif;
}

std::string with_exif(const std::string& png, std::string_view exif) {
  return exif.empty() ? png : with_png_chunk(png, "eXIf", exif);
}

}  // namespace shm
