// SPDX-License-Identifier: MIT
// What the markers of a JPEG tell.

#include "image/jpeg.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

#include "image/byte_reader.hpp"
#include "image/picture_tags.hpp"

namespace shm {
namespace {

// ITU-T T.81, table B.1.
constexpr std::uint8_t start_of_image = 0xD8;
constexpr std::uint8_t end_of_image = 0xD9;
constexpr std::uint8_t start_of_scan = 0xDA;
constexpr std::uint8_t temporary = 0x01;
constexpr std::uint8_t exif_data = 0xE1;     // APP1
constexpr std::uint8_t profile_data = 0xE2;  // APP2

constexpr std::string_view exif_prefix("Exif\0\0", 6);
constexpr std::string_view profile_prefix("ICC_PROFILE\0", 12);
constexpr std::string_view list_prefix("MPF\0", 4);  // of further pictures, CIPA DC-007

/// Of a frame's header: baseline, extended and progressive, by Huffman or arithmetic coding. Those
/// without loss, JPEG-LS (F7) among them, and those in layers are not decoded.
constexpr bool starts_frame(std::uint8_t marker) {
  constexpr std::uint8_t tables = 0xC4, reserved = 0xC8, conditions = 0xCC, lossless = 0xF7;
  return marker == lossless || (marker >= 0xC0 && marker <= 0xCF && marker != tables &&
                                marker != reserved && marker != conditions);
}
constexpr bool is_decoded(std::uint8_t frame) {
  return frame <= 0xC2 || frame == 0xC9 || frame == 0xCA;
}

constexpr bool is_restart(std::uint8_t marker) {
  return marker >= 0xD0 && marker <= 0xD7;
}
constexpr bool stands_alone(std::uint8_t marker) {
  return marker == start_of_image || marker == temporary || is_restart(marker);
}

/// Walks from marker to marker.
class Markers {
 public:
  explicit Markers(std::string_view bytes) : bytes_(bytes) {}

  /// The next marker's code, or 0 where the bytes end before one.
  std::uint8_t next() {
    position_ = bytes_.find('\xFF', position_);
    while (byte(position_) == 0xFF)
      ++position_;  // fill bytes
    return byte(position_++);
  }

  /// What follows a marker, past its two bytes of length, which count themselves.
  std::string_view segment() {
    const ByteReader bytes(bytes_, ByteOrder::big);
    const std::size_t length = bytes.u16(position_);
    const std::string_view data = bytes.part(position_ + 2, length < 2 ? 0 : length - 2);
    position_ += length;
    return data;
  }

  /// What comes behind the last marker.
  std::string_view rest() const { return bytes_.substr(std::min(position_, bytes_.size())); }

  /// Up to the marker that ends a scan's entropy-coded data, where FF 00 is a byte of data.
  void skip_scan_data() {
    do {
      position_ = bytes_.find('\xFF', position_);
      if (position_ == std::string_view::npos) return;
      const std::uint8_t code = byte(position_ + 1);
      if (code != 0 && !is_restart(code)) return;
      position_ += 2;
    } while (true);
  }

 private:
  std::uint8_t byte(std::size_t at) const {
    return at < bytes_.size() ? std::uint8_t(bytes_[at]) : 0;
  }

  std::string_view bytes_;
  std::size_t position_ = 0;
};

/// Parts of a profile by their numbers: one segment holds 64 KiB. A number and a count come first.
class ProfileParts {
 public:
  void add(std::string_view segment) {
    if (!segment.starts_with(profile_prefix)) return;
    segment.remove_prefix(profile_prefix.size());
    if (segment.size() > 2) parts_[std::uint8_t(segment[0])] = segment.substr(2);
  }

  std::string whole() const {
    std::string profile;
    for (const auto& [number, part] : parts_)
      profile += part;
    return profile;
  }

 private:
  std::map<std::uint8_t, std::string_view> parts_;
};

/// What comes behind the picture's end, or nothing where it has none.
std::optional<std::string_view> behind(std::string_view picture) {
  Markers markers(picture);
  while (const std::uint8_t marker = markers.next()) {
    if (marker == end_of_image) return markers.rest();
    if (stands_alone(marker)) continue;
    markers.segment();
    if (marker == start_of_scan) markers.skip_scan_data();
  }
  return std::nullopt;
}

std::string reason_for_none(std::uint8_t frame, std::string_view header) {
  if (!is_decoded(frame)) return "it is a JPEG without loss, or in layers, which is not read";
  const bool deep = !header.empty() && header[0] != 8;
  return deep ? "it is a JPEG of " + std::to_string(int(header[0])) + " bits, which is not read"
              : "";
}

void read_frame_header(std::uint8_t frame, std::string_view header, PictureTags& tags) {
  const ByteReader bytes(header, ByteOrder::big);  // bits, height, width
  tags.height = bytes.u16(1);
  tags.width = bytes.u16(3);
  tags.unread = reason_for_none(frame, header);
}

/// As of a film that is one JPEG behind the other.
bool is_followed_by_another(std::string_view picture) {
  const auto rest = behind(picture);
  return rest && rest->starts_with("\xFF\xD8\xFF");
}

}  // namespace

bool jpeg_is_whole(std::string_view bytes) {
  return behind(bytes).has_value();
}

PictureTags jpeg_tags(std::string_view content) {
  Markers markers(content);
  PictureTags tags;
  ProfileParts profile;
  bool lists_others = false;  // previews, depth, brightness: of the same picture
  while (const std::uint8_t marker = markers.next()) {
    if (stands_alone(marker)) continue;
    if (marker == start_of_scan) break;
    const std::string_view segment = markers.segment();
    if (starts_frame(marker)) read_frame_header(marker, segment, tags);
    if (marker == profile_data) profile.add(segment);
    lists_others = lists_others || (marker == profile_data && segment.starts_with(list_prefix));
    if (marker == exif_data && segment.starts_with(exif_prefix))
      read_exif(segment.substr(exif_prefix.size()), tags);
  }
  tags.profile = profile.whole();
  tags.more_pictures = !lists_others && is_followed_by_another(content);
  return tags;
}

}  // namespace shm
