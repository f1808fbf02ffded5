// SPDX-License-Identifier: MIT
// What EXIF tells, from a picture into a PNG.

#include <zlib.h>

#include "image/picture_tags.hpp"
#include "shm/deep_picture.hpp"

namespace shm {
namespace {

constexpr std::size_t before_chunks = 33;  // the signature and the header's chunk

std::string big_endian(std::uint32_t value) {
  return {char(value >> 24), char(value >> 16), char(value >> 8), char(value)};
}

std::string chunk(std::string type, std::string_view data) {
  const std::string body = std::move(type.append(data));
  const auto* bytes = reinterpret_cast<const Bytef*>(body.data());  // NOLINT
  return big_endian(std::uint32_t(data.size())) + body +
         big_endian(std::uint32_t(crc32(0, bytes, uInt(body.size()))));
}

}  // namespace

std::string picture_exif(std::string_view content) {
  return picture_tags(content).exif;
}

std::string with_exif(const std::string& png, std::string_view exif) {
  if (exif.empty()) return png;
  return png.substr(0, before_chunks) + chunk("eXIf", exif) + png.substr(before_chunks);
}

}  // namespace shm
