// SPDX-License-Identifier: MIT
// What Matroska and WebM files say of their streams.
#include "shm-matte/matroska.hpp"

#include <algorithm>
#include <bit>
#include <initializer_list>
#include <vector>

#include "shm-matte/file_numbers.hpp"

namespace shm::tools {
namespace {

// RFC 9559.
constexpr std::uint64_t ebml = 0x1A45DFA3, segment = 0x18538067, tracks = 0x1654AE6B,
                        track_entry = 0xAE, number = 0xD7, video = 0xE0, projection = 0x7670,
                        projection_type = 0x7671, pose_yaw = 0x7673, pose_pitch = 0x7674,
                        pose_roll = 0x7675;

struct Element {
  std::uint64_t id;
  Box box;  ///< what is in it
};

/// Bytes of a number that says by its first bits how long it is.
std::uint64_t length_at(std::istream& file, std::uint64_t offset) {
  return std::uint64_t(std::countl_zero(std::uint8_t(number_at(file, offset, 1)))) + 1;
}

/// Of no size where there is none. One of unknown size, as of a live stream, ends where it may.
Element element_at(std::istream& file, std::uint64_t offset, std::uint64_t end) {
  const std::uint64_t id_length = length_at(file, offset);
  const std::uint64_t size_length = length_at(file, offset + id_length);
  if (id_length > 4 || size_length > 8) return {0, {end, end}};
  const std::uint64_t begin = offset + id_length + size_length;
  const std::uint64_t all = (std::uint64_t(1) << (7 * size_length)) - 1;
  const std::uint64_t size = number_at(file, offset + id_length, size_length) & all;
  const std::uint64_t room = end - std::min(begin, end);
  return {number_at(file, offset, id_length),
          {std::min(begin, end), begin + (size == all ? room : std::min(size, room))}};
}

std::optional<Box> find(std::istream& file, const Box& within, std::uint64_t id) {
  for (std::uint64_t at = within.begin; at < within.end;) {
    const Element element = element_at(file, at, within.end);
    if (element.id == id) return element.box;
    at = element.box.end;
  }
  return std::nullopt;
}

std::optional<Box> find_path(std::istream& file, std::optional<Box> within,
                             std::initializer_list<std::uint64_t> path) {
  for (const std::uint64_t id : path)
    if (within) within = find(file, *within, id);
  return within;
}

std::uint64_t number_in(std::istream& file, const std::optional<Box>& box) {
  return box ? number_at(file, box->begin, std::min<std::uint64_t>(box->end - box->begin, 8)) : 0;
}

double real_in(std::istream& file, const std::optional<Box>& box) {
  const std::uint64_t bits = number_in(file, box);
  const bool narrow = !box || box->end - box->begin == 4;
  return narrow ? double(std::bit_cast<float>(std::uint32_t(bits))) : std::bit_cast<double>(bits);
}

std::vector<Box> entries(std::istream& file, std::uint64_t size) {
  std::vector<Box> found;
  if (number_at(file, 0, 4) != ebml) return found;
  std::optional<Box> all = find_path(file, Box{0, size}, {segment, tracks});
  while (const std::optional<Box> entry = all ? find(file, *all, track_entry) : all) {
    found.push_back(*entry);
    all->begin = entry->end;
  }
  return found;
}

std::uint64_t number_of(std::istream& file, const Box& entry) {
  return number_in(file, find(file, entry, number));
}

}  // namespace

std::optional<Pose> find_pose(std::istream& file, std::uint64_t size, std::uint64_t track) {
  const std::vector<Box> all = entries(file, size);
  const auto entry =
      std::ranges::find_if(all, [&](const Box& box) { return number_of(file, box) == track; });
  if (entry == all.end()) return std::nullopt;
  const std::optional<Box> flat = find_path(file, *entry, {video, projection});
  if (!flat || number_in(file, find(file, *flat, projection_type)) != 0) return std::nullopt;
  const auto angle = [&](std::uint64_t id) { return real_in(file, find(file, *flat, id)); };
  return Pose{angle(pose_yaw), angle(pose_pitch), angle(pose_roll)};
}

std::uint64_t end_of_matroska(std::istream& file) {
  constexpr std::uint64_t anywhere = std::uint64_t(1) << 62;
  if (number_at(file, 0, 4) != ebml) return 0;
  const std::optional<Box> all = find(file, {0, anywhere}, segment);
  return all && all->end < anywhere ? all->end : 0;
}

}  // namespace shm::tools
