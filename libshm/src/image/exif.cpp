// SPDX-License-Identifier: MIT
// Of EXIF, which is a TIFF without pixels, what may go from a picture into its result.
#include "image/exif.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "image/byte_reader.hpp"

namespace shm {
namespace {

// Tags of TIFF 6.0 and EXIF 2.32.
constexpr std::uint32_t exif_directory_tag = 34665;
/// Of the first directory: description, make, model, software, date, artist, copyright.
constexpr std::array first_kept = {270U, 271U, 272U, 305U, 306U, 315U, 33432U};
/// Of the directory of the exposure: maker's notes may hold anything, a thumbnail too; the space
/// and size of the colours are those of the result; a pointer points to nothing more; names and
/// serial numbers tell who took it.
constexpr std::array exposure_left_out = {37500U, 40961U, 40962U, 40963U,
                                          40965U, 42032U, 42033U, 42037U};

constexpr std::size_t entry_bytes = 12;  // tag, type, count, then the value or where it lies
constexpr std::size_t header_bytes = 8;
constexpr std::uint32_t most_entries = 512;

struct Entry {
  std::uint32_t tag, type, count;
  std::string value;
};

std::size_t bytes_of(std::uint32_t type) {
  constexpr std::array<std::size_t, 13> sizes = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};
  return type < sizes.size() ? sizes[type] : 0;
}

/// Numbers in the order of the file that they go on in.
class Numbers {
 public:
  explicit Numbers(ByteOrder order) : order_(order) {}

  std::string u16(std::uint32_t value) const { return number(value, 2); }
  std::string u32(std::uint32_t value) const { return number(value, 4); }

 private:
  std::string number(std::uint32_t value, int bytes) const {
    std::string text;
    for (int i = 0; i < bytes; ++i)
      text += char(value >> 8 * (order_ == ByteOrder::big ? bytes - 1 - i : i));
    return text;
  }

  ByteOrder order_;
};

/// The entries of a directory that lie within the file, in their order.
std::vector<Entry> entries_at(const ByteReader& bytes, std::size_t start) {
  std::vector<Entry> entries;
  const std::uint32_t count = std::min(bytes.u16(start), most_entries);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::size_t at = start + 2 + i * entry_bytes;
    Entry entry{bytes.u16(at), bytes.u16(at + 2), bytes.u32(at + 4), {}};
    const std::size_t size = std::size_t(entry.count) * bytes_of(entry.type);
    entry.value = bytes.part(size <= 4 ? at + 8 : bytes.u32(at + 8), size);
    if (size > 0 && entry.value.size() == size) entries.push_back(std::move(entry));
  }
  return entries;
}

/// A directory that begins at `start`, and behind it the values that do not fit into it.
std::string directory(const std::vector<Entry>& entries, std::size_t start,
                      const Numbers& numbers) {
  std::string table = numbers.u16(std::uint32_t(entries.size()));
  const std::size_t end = start + 2 + entries.size() * entry_bytes + 4;
  std::string values;
  for (const Entry& entry : entries) {
    std::string value = entry.value;
    if (value.size() > 4) {
      value = numbers.u32(std::uint32_t(end + values.size()));
      values += entry.value;
      values.resize(values.size() + values.size() % 2);
    }
    value.resize(4);
    table += numbers.u16(entry.tag) + numbers.u16(entry.type) + numbers.u32(entry.count) + value;
  }
  return table + numbers.u32(0) + values;
}

template <typename Tags>
bool is_among(const Tags& tags, const Entry& entry) {
  return std::ranges::find(tags, entry.tag) != tags.end();
}

}  // namespace

std::string kept_exif(std::string_view exif) {
  const ByteOrder order = exif.starts_with("II") ? ByteOrder::little : ByteOrder::big;
  const ByteReader bytes(exif, order);
  const Numbers numbers(order);
  if (bytes.u16(2) != 42) return {};
  std::vector<Entry> first = entries_at(bytes, bytes.u32(4));
  const auto pointer = std::ranges::find(first, exif_directory_tag, &Entry::tag);
  std::vector<Entry> exposure;
  if (pointer != first.end())
    exposure = entries_at(bytes, ByteReader(pointer->value, order).u32(0));
  std::erase_if(first, [](const Entry& entry) { return !is_among(first_kept, entry); });
  std::erase_if(exposure, [](const Entry& entry) { return is_among(exposure_left_out, entry); });
  if (first.empty() && exposure.empty()) return {};
  first.push_back({exif_directory_tag, 4, 1, numbers.u32(0)});
  std::ranges::sort(first, {}, &Entry::tag);
  const std::size_t next = header_bytes + directory(first, header_bytes, numbers).size();
  std::ranges::find(first, exif_directory_tag, &Entry::tag)->value =
      numbers.u32(std::uint32_t(next));
  return std::string(order == ByteOrder::little ? "II" : "MM") + numbers.u16(42) +
         numbers.u32(header_bytes) + directory(first, header_bytes, numbers) +
         directory(exposure, next, numbers);
}

}  // namespace shm
