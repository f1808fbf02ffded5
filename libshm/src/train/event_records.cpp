// SPDX-License-Identifier: MIT
// Takes outdated records out of TensorBoard's event files.

#include "train/event_records.hpp"

#include <optional>
#include <string_view>

#include "shm/whole_file.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;

// A TFRecord: length (8 bytes) and its checksum (4), then as many bytes and theirs (4).
constexpr std::size_t before = 12;
constexpr std::size_t after = 4;

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i > 0; --i)
    value = value << 8 | std::uint8_t(bytes[i - 1]);
  return value;
}

/// Takes a record off the front of `text`; nothing where none is whole.
std::optional<std::string_view> take_record(std::string_view& text) {
  if (text.size() < before + after) return {};
  const std::uint64_t length = little_endian(text.substr(0, 8));
  if (length > text.size() - before - after) return {};
  const std::string_view record = text.substr(0, before + std::size_t(length) + after);
  text.remove_prefix(record.size());
  return record;
}

std::string_view content(std::string_view record) {
  return record.substr(before, record.size() - before - after);
}

std::string_view take(std::string_view& text, std::uint64_t count) {
  const std::string_view front = text.substr(0, std::size_t(count));
  text.remove_prefix(front.size());
  return front;
}

std::uint64_t take_varint(std::string_view& text) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; !text.empty() && shift < 64; shift += 7) {
    const auto byte = std::uint8_t(take(text, 1)[0]);
    value |= std::uint64_t(byte & 0x7fU) << shift;
    if (byte < 0x80) break;
  }
  return value;
}

/// A field of a protobuf message: a number, or bytes.
struct Field {
  std::uint64_t name = 0;
  std::uint64_t number = 0;
  std::string_view bytes;
};

Field take_field(std::string_view& message) {
  const std::uint64_t key = take_varint(message);
  Field field{key >> 3U, 0, {}};
  switch (key & 7U) {
    case 0: field.number = take_varint(message); break;
    case 1: field.bytes = take(message, 8); break;
    case 2: field.bytes = take(message, take_varint(message)); break;
    case 5: field.bytes = take(message, 4); break;
    default: message = {};
  }
  return field;
}

/// The first field of that name, empty where there is none.
Field find_field(std::string_view message, std::uint64_t name) {
  while (!message.empty())
    if (const Field field = take_field(message); field.name == name) return field;
  return {};
}

/// Event: step = 2, summary = 5, session_log = 7; Summary: value = 1; its Value: tag = 1.
bool is_outdated(std::string_view event, const OutdatedEvents& outdated) {
  if (find_field(event, 7).name != 0) return true;
  const Field value = find_field(find_field(event, 5).bytes, 1);
  const std::string_view tag = find_field(value.bytes, 1).bytes;
  return tag.starts_with(outdated.prefix) &&
         std::int64_t(find_field(event, 2).number) > outdated.last_step;
}

}  // namespace

void drop_events(const fs::path& folder, const OutdatedEvents& outdated) {
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.path().filename().string().find("tfevents") == std::string::npos) continue;
    const std::string all = read_whole_file(entry.path());
    std::string_view left = all;
    std::string kept;
    while (const auto record = take_record(left))
      if (!is_outdated(content(*record), outdated)) kept += *record;
    if (kept.size() != all.size()) write_whole_file(entry.path(), kept);
  }
}

}  // namespace shm
