// SPDX-License-Identifier: MIT
// What is in an MPEG program stream: packs of packets.
#include "shm-matte/program_stream.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "shm-matte/file_numbers.hpp"

namespace shm::tools {
namespace {

constexpr std::uint64_t pack_start = 0x1BA;
constexpr std::uint64_t system_header = 0x1BB;
constexpr std::uint64_t first_packet = 0x1BB;  // up to 0x1FF; below lie pictures' own marks
constexpr std::uint64_t last_packet = 0x1FF;

std::uint64_t end_of_pack_header(std::istream& file, std::uint64_t pack) {
  const bool mpeg1 = number_at(file, pack + 4, 1) >> 4U == 2;
  return pack + (mpeg1 ? 12 : 14 + number_at(file, pack + 13, 1) % 8);
}

/// `packet`'s end where none starts there.
std::uint64_t end_of_packet(std::istream& file, std::uint64_t packet) {
  const std::uint64_t mark = number_at(file, packet, 4);
  if (mark == pack_start) return end_of_pack_header(file, packet);
  if (mark < first_packet || mark > last_packet) return packet;
  return packet + 6 + number_at(file, packet + 4, 2);
}

/// 0 where there is none within the largest pack that recorders make.
std::uint64_t last_pack(std::istream& file, std::uint64_t size) {
  constexpr std::uint64_t largest_pack = 1 << 18;
  constexpr std::string_view start("\x00\x00\x01\xBA", 4);
  std::string tail(std::min(size, largest_pack), '\0');
  const std::uint64_t begin = size - tail.size();
  file.clear();
  file.seekg(std::streamoff(begin));
  file.read(tail.data(), std::streamsize(tail.size()));
  const std::size_t found = tail.rfind(start);
  return found == std::string::npos ? 0 : begin + found;
}

}  // namespace

bool is_program_stream(std::istream& file) {
  return number_at(file, 0, 4) == pack_start;
}

int named_streams(std::istream& file) {
  constexpr std::uint64_t entries = 12;
  const std::uint64_t header = end_of_pack_header(file, 0);
  if (number_at(file, header, 4) != system_header) return 0;
  const std::uint64_t end = end_of_packet(file, header);
  std::set<std::uint64_t> streams;
  for (std::uint64_t at = header + entries; at < end; at += 3) {
    const std::uint64_t id = number_at(file, at, 1);
    if (id >= 0xC0 && id <= 0xEF) streams.insert(id);
  }
  return int(streams.size());
}

std::uint64_t end_of_packets(std::istream& file, std::uint64_t size) {
  std::uint64_t end = last_pack(file, size);
  for (std::uint64_t next = end_of_packet(file, end); next > end && end < size;
       next = end_of_packet(file, end))
    end = next;
  return end;
}

}  // namespace shm::tools
