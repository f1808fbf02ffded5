// SPDX-License-Identifier: MIT
// Sizes of pictures, told from little of their files.

#include "prep/picture_checks.hpp"

#include <cstdint>
#include <fstream>
#include <string_view>

#include "image/byte_reader.hpp"
#include "image/size_text.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

// A PNG starts with its signature, then the IHDR chunk: length, type, width, height.
constexpr std::string_view signature("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR", 16);
constexpr std::streamsize header_bytes = 24;

constexpr std::uint32_t largest_side = 0x7fffffff;

}  // namespace

std::string size_fault(const ImageView& image, const ImageView& other, const std::string& what) {
  if (image.width == other.width && image.height == other.height) return {};
  return "the image is " + size_text(image.width, image.height) + " (EXIF rotation applied), its " +
         what + " " + size_text(other.width, other.height);
}

void require_same_size(const ImageView& image, const ImageView& other, const std::string& what) {
  const std::string fault = size_fault(image, other, what);
  if (!fault.empty()) throw BadInput(fault);
}

PictureSize png_size(const std::filesystem::path& file) {
  std::string header(header_bytes, '\0');
  std::ifstream(file, std::ios::binary).read(header.data(), header_bytes);
  if (!header.starts_with(signature)) return {};
  const ByteReader bytes(header, ByteOrder::big);
  return {int(bytes.u32(16) & largest_side), int(bytes.u32(20) & largest_side)};
}

std::size_t memory_of(const std::filesystem::path& png, std::size_t bytes_per_pixel) {
  const PictureSize size = png_size(png);
  return std::size_t(size.width) * std::size_t(size.height) * bytes_per_pixel;
}

}  // namespace shm
