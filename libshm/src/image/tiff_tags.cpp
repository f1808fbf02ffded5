// SPDX-License-Identifier: MIT
// Tags of a TIFF, which is also what EXIF is.

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "image/byte_reader.hpp"
#include "image/exif.hpp"
#include "image/picture_tags.hpp"

namespace shm {
namespace {

constexpr std::uint32_t kind_tag = 254;
constexpr std::uint32_t width_tag = 256;
constexpr std::uint32_t height_tag = 257;
constexpr std::uint32_t bits_tag = 258;
constexpr std::uint32_t compression_tag = 259;
constexpr std::uint32_t colors_tag = 262;
constexpr std::uint32_t channels_tag = 277;
constexpr std::uint32_t planes_tag = 284;
constexpr std::uint32_t numbers_tag = 339;
constexpr std::uint32_t orientation_tag = 274;
constexpr std::uint32_t extra_samples_tag = 338;
constexpr std::uint32_t profile_tag = 34675;

/// The first directory of a TIFF: entries of a tag, a type, a count, then the value or where it
/// lies. Lengths and places have four bytes, of BigTIFF eight.
class Directory {
 public:
  explicit Directory(std::string_view content)
      : bytes_(content, content.starts_with("II") ? ByteOrder::little : ByteOrder::big),
        big_(bytes_.u16(2) == 43),
        start_(big_                  ? word(8)
               : bytes_.u16(2) == 42 ? word(4)
                                     : content.size()),
        entries_(std::min(big_ ? word(start_) : bytes_.u16(start_), most_entries)) {}

  /// The first value of a tag of numbers of 16 or 32 bits; 0 where it is not there.
  std::uint32_t number(std::uint32_t tag) const {
    constexpr std::uint32_t wide_type = 4;
    const std::size_t entry = find(tag);
    const bool wide = bytes_.u16(entry + 2) == wide_type;
    const bool inside = word(entry + 4) <= word_bytes() / (wide ? 4 : 2);
    const std::size_t place = inside ? value_of(entry) : word(value_of(entry));
    return wide ? bytes_.u32(place) : bytes_.u16(place);
  }

  std::string_view data(std::uint32_t tag) const {
    const std::size_t entry = find(tag);
    return bytes_.part(word(value_of(entry)), word(entry + 4));
  }

  bool empty() const { return entries_ == 0; }
  bool is_last() const { return word(first_entry() + entries_ * entry_bytes()) == 0; }

 private:
  static constexpr std::size_t most_entries = 0xFFFF;

  std::size_t word(std::size_t at) const { return big_ ? bytes_.u64(at) : bytes_.u32(at); }
  std::size_t word_bytes() const { return big_ ? 8 : 4; }
  std::size_t value_of(std::size_t entry) const { return entry + 4 + word_bytes(); }
  std::size_t entry_bytes() const { return 4 + 2 * word_bytes(); }
  std::size_t first_entry() const { return start_ + (big_ ? 8 : 2); }

  /// Beyond the end, where all reads as 0, for a tag that is not there.
  std::size_t find(std::uint32_t tag) const {
    for (std::size_t i = 0; i < entries_; ++i) {
      const std::size_t entry = first_entry() + i * entry_bytes();
      if (bytes_.u16(entry) == tag) return entry;
    }
    return bytes_.size();
  }

  ByteReader bytes_;
  bool big_;
  std::size_t start_;
  std::size_t entries_;
};

template <std::size_t count>
constexpr bool is_among(const std::array<std::uint32_t, count>& all, std::uint32_t value) {
  return std::ranges::find(all, value) != all.end();
}

bool has_known_numbers(const Directory& directory) {
  constexpr std::uint32_t real = 3;
  constexpr std::array known = {0U, 1U, 8U, 10U, 12U, 14U, 16U};
  const std::uint32_t bits = directory.number(bits_tag), numbers = directory.number(numbers_tag);
  return numbers == real ? bits == 32 : numbers < 2 && is_among(known, bits);
}

/// Beyond 8 bits samples are read as they are.
bool has_known_colors(const Directory& directory) {
  constexpr std::array plain = {0U, 1U, 2U};
  constexpr std::array known = {0U, 1U, 2U, 3U, 5U, 6U};
  const std::uint32_t colors = directory.number(colors_tag);
  return directory.number(bits_tag) > 8 ? is_among(plain, colors) : is_among(known, colors);
}

bool has_known_channels(const Directory& directory) {
  constexpr std::uint32_t apart = 2;
  const bool wide = directory.number(bits_tag) > 8;
  return directory.number(channels_tag) <= 4 && !(wide && directory.number(planes_tag) == apart);
}

/// Of others there may be a decoder, which nobody tried.
bool has_known_compression(const Directory& directory) {
  constexpr std::array known = {0U, 1U, 2U,     3U,     4U,     5U,     6U,
                                7U, 8U, 32773U, 32946U, 34925U, 50000U, 50001U};
  return is_among(known, directory.number(compression_tag));
}

std::string reason_for_none(const Directory& directory) {
  constexpr std::uint32_t reduced = 1;
  if (directory.empty()) return {};
  if ((directory.number(kind_tag) & reduced) != 0)
    return "its first picture is a preview, as in a camera's raw file";
  if (!has_known_numbers(directory))
    return "its numbers, of " + std::to_string(directory.number(bits_tag)) +
           " bits, are of a kind that is not read";
  if (!has_known_channels(directory)) return "its channels are too many, or lie apart";
  if (!has_known_colors(directory)) return "its colours are of a kind that is not read";
  if (!has_known_compression(directory)) return "it is compressed in a way that is not read";
  return {};
}

void read_orientation(const Directory& directory, PictureTags& tags) {
  const std::uint32_t value = directory.number(orientation_tag);
  tags.orientation = value >= 1 && value <= 8 ? int(value) : 1;
}

}  // namespace

void read_exif(std::string_view exif, PictureTags& tags) {
  read_orientation(Directory(exif), tags);
  tags.exif = kept_exif(exif);
}

PictureTags tiff_tags(std::string_view content) {
  constexpr std::uint32_t associated = 1, unassociated = 2, gray_and_alpha = 2;
  const Directory directory(content);
  const std::uint32_t alpha = directory.number(extra_samples_tag);
  PictureTags tags;
  read_orientation(directory, tags);
  tags.width = directory.number(width_tag);
  tags.height = directory.number(height_tag);
  tags.exif = kept_exif(content);
  tags.profile = directory.data(profile_tag);
  // libtiff multiplies colours of 8 bits itself.
  tags.multiplied =
      alpha == associated || (alpha == unassociated && directory.number(bits_tag) == 8 &&
                              directory.number(channels_tag) != gray_and_alpha);
  tags.more_pictures = !directory.is_last();
  tags.unread = reason_for_none(directory);
  return tags;
}

}  // namespace shm
