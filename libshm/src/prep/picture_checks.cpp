// SPDX-License-Identifier: MIT
// Sizes of pictures, told from little of their files.

#include "prep/picture_checks.hpp"

#include <array>
#include <cstdint>
#include <fstream>
#include <string_view>

#include "shm/error.hpp"

namespace shm {
namespace {

// A PNG starts with its signature, then the IHDR chunk: length, type, width, height.
constexpr std::string_view signature("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR", 16);
constexpr std::size_t header_bytes = 24;

int big_endian(const char* bytes) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i)
    value = value << 8 | std::uint8_t(bytes[i]);
  return int(value & 0x7fffffff);
}

/// "600x800".
std::string size_text(const ImageView& image) {
  return std::to_string(image.width) + "x" + std::to_string(image.height);
}

}  // namespace

std::string size_fault(const ImageView& image, const ImageView& other, const std::string& what) {
  if (image.width == other.width && image.height == other.height) return {};
  return "the image is " + size_text(image) + " (EXIF rotation applied), its " + what + " " +
         size_text(other);
}

void require_same_size(const ImageView& image, const ImageView& other, const std::string& what) {
  const std::string fault = size_fault(image, other, what);
  if (!fault.empty()) throw BadInput(fault);
}

PictureSize png_size(const std::filesystem::path& file) {
  std::array<char, header_bytes> header{};
  std::ifstream(file, std::ios::binary).read(header.data(), header.size());
  if (std::string_view(header.data(), signature.size()) != signature) return {};
  return {big_endian(header.data() + 16), big_endian(header.data() + 20)};
}

std::size_t memory_of(const std::filesystem::path& png, std::size_t bytes_per_pixel) {
  const PictureSize size = png_size(png);
  return std::size_t(size.width) * std::size_t(size.height) * bytes_per_pixel;
}

}  // namespace shm
