// SPDX-License-Identifier: MIT
// What a picture's file says about its pixels, read without decoding them.

#include "image/picture_tags.hpp"

#include "image/codecs.hpp"
#include "image/picture_type.hpp"

namespace shm {

PictureTags picture_tags(std::string_view content) {
  switch (picture_type(content)) {
    case PictureType::jpeg: return jpeg_tags(content);
    case PictureType::png: return png_tags(content);
    case PictureType::webp: return webp_tags(content);
    case PictureType::tiff: return tiff_tags(content);
    case PictureType::heif: return codecs().heif_tags(content);
    default: return {};
  }
}

}  // namespace shm
