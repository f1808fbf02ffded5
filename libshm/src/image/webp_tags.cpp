// SPDX-License-Identifier: MIT
// What the chunks of a WebP say about its pixels.

#include "image/picture_tags.hpp"
#include "image/webp_chunks.hpp"

namespace shm {
namespace {

constexpr std::string_view prefix("Exif\0\0", 6);  // which some programs write before EXIF

}  // namespace

PictureTags webp_tags(std::string_view content) {
  PictureTags tags;
  int frames = 0;
  for_each_webp_chunk(content, [&](std::string_view type, std::string_view data) {
    if (type == "EXIF") {
      if (data.starts_with(prefix)) data.remove_prefix(prefix.size());
      read_exif(data, tags);
    }
    if (type == "ICCP") tags.profile = data;
    if (type == "ANMF") ++frames;
  });
  tags.more_pictures = frames > 1;
  return tags;
}

}  // namespace shm
