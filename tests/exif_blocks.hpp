// SPDX-License-Identifier: MIT
// EXIF as cameras write it, with what should stay and what should not.
#pragma once

#include <string>
#include <vector>

#include "tagged_pictures.hpp"

/// Writes directories of a TIFF, one after the other.
class ExifWriter {
 public:
  explicit ExifWriter(bool big) : big_(big) {}

  std::string u16(std::uint32_t value) const { return number(value, 2, big_); }
  std::string u32(std::uint32_t value) const { return number(value, 4, big_); }
  std::string text(std::uint32_t tag, const std::string& value) const {
    return entry(tag, 2, value + std::string(1, '\0'));
  }
  std::string bytes(std::uint32_t tag, const std::string& value) const {
    return entry(tag, 7, value);
  }
  std::string pointer(std::uint32_t tag, std::size_t to) const {
    return u16(tag) + u16(4) + u32(1) + u32(std::uint32_t(to));
  }

  /// One that begins at `start`; `next`: where the one behind it does.
  std::string directory(const std::vector<std::string>& entries, std::size_t start,
                        std::size_t next) const {
    std::string table = u16(std::uint32_t(entries.size()));
    std::string values;
    const std::size_t end = start + 2 + 12 * entries.size() + 4;
    for (const std::string& entry : entries) {
      table +=
          entry.size() == 12 ? entry : entry.substr(0, 8) + u32(std::uint32_t(end + values.size()));
      if (entry.size() > 12) values += entry.substr(8);
    }
    return table + u32(std::uint32_t(next)) + values;
  }

 private:
  /// Longer than a directory's entry where the value does not fit into it.
  std::string entry(std::uint32_t tag, std::uint32_t type, std::string value) const {
    const auto count = std::uint32_t(value.size());
    value.resize(std::max<std::size_t>(value.size() <= 4 ? 4 : 6, value.size() + value.size() % 2));
    return u16(tag) + u16(type) + u32(count) + value;
  }

  bool big_;
};

/// Of a phone: maker, date, author; place; the exposure's, with maker's notes and serial number; a
/// thumbnail. Turned as `orientation` says.
inline std::string phone_exif(bool big = true, int orientation = 6) {
  const ExifWriter writer(big);
  const std::string head = (big ? "MM" : "II") + writer.u16(42) + writer.u32(8);
  const auto first = [&](std::size_t exposure, std::size_t place, std::size_t thumbnail) {
    return writer.directory({writer.text(271, "Maker"),
                             writer.u16(274) + writer.u16(3) + writer.u32(1) +
                                 writer.u16(std::uint32_t(orientation)) + writer.u16(0),
                             writer.text(306, "2026:11:29 12:00:00"), writer.text(315, "An Author"),
                             writer.pointer(34665, exposure), writer.pointer(34853, place)},
                            8, thumbnail);
  };
  const std::size_t exposure = 8 + first(0, 0, 0).size();
  const std::string exposures = writer.directory(
      {writer.text(36867, "2026:11:29 11:59:59"), writer.bytes(37500, "NOTESNOTES"),
       writer.text(42033, "SERIAL42"), writer.text(42036, "A Lens")},
      exposure, 0);
  const std::size_t place = exposure + exposures.size();
  const std::string places = writer.directory({writer.text(29, "PLACEPLACE")}, place, 0);
  const std::size_t thumbnail = place + places.size();
  return head + first(exposure, place, thumbnail) + exposures + places +
         writer.directory({writer.bytes(513, "THUMBTHUMB")}, thumbnail, 0);
}
