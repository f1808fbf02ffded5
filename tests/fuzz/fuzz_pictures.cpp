// SPDX-License-Identifier: MIT
// Bytes of any kind as a picture: its headers, and its pixels.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "image/decode.hpp"
#include "image/exif.hpp"
#include "image/jpeg.hpp"
#include "image/picture_tags.hpp"
#include "image/picture_type.hpp"
#include "image/webp_animation.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

/// What went into a result once goes there again.
void check_exif(const std::string& exif) {
  const std::string kept = kept_exif(exif);
  if (kept_exif(kept) != kept) std::abort();
}

void decode_each_way(const std::string& content, const PictureTags& tags) {
  constexpr std::uint64_t most_pixels = 1 << 16;  // more take their time
  if (std::uint64_t(tags.width) * tags.height > most_pixels) return;
  for (const ReadAs as : {ReadAs::rgb, ReadAs::rgba, ReadAs::gray}) {
    try {
      decode(content, as, "fuzz");
    } catch (const BadInput&) {  // NOLINT: most are
    }
  }
}

void read(const std::string& content) {
  switch (picture_type(content)) {
    case PictureType::heif: return;  // libheif reads it
    case PictureType::jpeg: jpeg_is_whole(content); break;
    case PictureType::webp: picture_tags(still_webp(content)); break;
    default: check_exif(content); break;
  }
  const PictureTags tags = picture_tags(content);
  if (tags.orientation < 1 || tags.orientation > 8) std::abort();
  check_exif(tags.exif);
  decode_each_way(content, tags);
}

}  // namespace
}  // namespace shm

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  shm::read({reinterpret_cast<const char*>(data), size});
  return 0;
}
