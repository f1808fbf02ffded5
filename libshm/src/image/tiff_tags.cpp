// SPDX-License-Identifier: MIT
// Tags of a TIFF, which is also what EXIF is.

#include <cstddef>

#include "image/byte_reader.hpp"
#include "image/exif.hpp"
#include "image/picture_tags.hpp"

namespace shm {
namespace {

constexpr std::uint32_t bits_tag = 258;
constexpr std::uint32_t orientation_tag = 274;
constexpr std::uint32_t extra_samples_tag = 338;
constexpr std::uint32_t profile_tag = 34675;
constexpr std::size_t entry_bytes = 12;  // tag, type, count, then the value or where it lies

/// The first directory of a TIFF.
class Directory {
 public:
  explicit Directory(std::string_view content)
      : bytes_(content, content.starts_with("II") ? ByteOrder::little : ByteOrder::big),
        start_(bytes_.u16(2) == 42 ? bytes_.u32(4) : content.size()),  // BigTIFF: not looked at
        entries_(bytes_.u16(start_)) {}

  /// The first value of a tag of 16-bit numbers; 0 where it is not there.
  std::uint32_t number(std::uint32_t tag) const {
    const std::size_t entry = find(tag);
    const bool inside = bytes_.u32(entry + 4) <= 2;
    return bytes_.u16(inside ? entry + 8 : bytes_.u32(entry + 8));
  }

  std::string_view data(std::uint32_t tag) const {
    const std::size_t entry = find(tag);
    return bytes_.part(bytes_.u32(entry + 8), bytes_.u32(entry + 4));
  }

  bool is_last() const { return bytes_.u32(start_ + 2 + entries_ * entry_bytes) == 0; }

 private:
  /// Beyond the end, where all reads as 0, for a tag that is not there.
  std::size_t find(std::uint32_t tag) const {
    for (std::size_t i = 0; i < entries_; ++i) {
      const std::size_t entry = start_ + 2 + i * entry_bytes;
      if (bytes_.u16(entry) == tag) return entry;
    }
    return bytes_.size();
  }

  ByteReader bytes_;
  std::size_t start_;
  std::size_t entries_;
};

}  // namespace

void read_exif(std::string_view exif, PictureTags& tags) {
  const std::uint32_t value = Directory(exif).number(orientation_tag);
  tags.orientation = value >= 1 && value <= 8 ? int(value) : 1;
  tags.exif = kept_exif(exif);
}

PictureTags tiff_tags(std::string_view content) {
  constexpr std::uint32_t associated = 1, unassociated = 2;
  const Directory directory(content);
  const std::uint32_t alpha = directory.number(extra_samples_tag);
  PictureTags tags;  // turned by the decoder
  tags.exif = kept_exif(content);
  tags.profile = directory.data(profile_tag);
  // libtiff multiplies samples of 8 bits itself.
  tags.multiplied =
      alpha == associated || (alpha == unassociated && directory.number(bits_tag) == 8);
  tags.more_pictures = !directory.is_last();
  return tags;
}

}  // namespace shm
