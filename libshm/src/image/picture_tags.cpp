// SPDX-License-Identifier: MIT
// What a picture's file says about its pixels, read without decoding them.

#include "image/picture_tags.hpp"

#include "image/codecs.hpp"
#include "image/exif.hpp"
#include "image/picture_type.hpp"

namespace shm {
namespace {

/// Its library knows nothing of this one.
PictureTags heif_tags_kept(std::string_view content) {
  PictureTags tags = codecs().heif_tags(content);
  tags.exif = kept_exif(tags.exif);
  return tags;
}

}  // namespace

PictureTags picture_tags(std::string_view content) {
  switch (picture_type(content)) {
    case PictureType::jpeg: return jpeg_tags(content);
    case PictureType::png: return png_tags(content);
    case PictureType::webp: return webp_tags(content);
    case PictureType::tiff: return tiff_tags(content);
    case PictureType::bmp: return bmp_tags(content);
    case PictureType::pnm: return pnm_tags(content);
    case PictureType::heif: return heif_tags_kept(content);
    default: return {};
  }
}

}  // namespace shm
