// SPDX-License-Identifier: MIT
// How long a video file says that it is.
#include "shm-matte/stated_size.hpp"

#include "shm-matte/file_numbers.hpp"
#include "shm-matte/matroska.hpp"
#include "shm-matte/program_stream.hpp"
#include "shm-matte/y4m_bytes.hpp"

namespace shm::tools {
namespace {

std::uint64_t end_of_boxes(std::istream& file, std::uint64_t size) {
  std::uint64_t end = 0;
  for (std::uint64_t next = 0; next < size; next = end) {
    end = box_at(file, next).end;
    if (end <= next) return 0;
  }
  return end;
}

constexpr std::uint64_t transport_packet = 188;

bool is_transport_stream(std::istream& file) {
  constexpr std::uint64_t sync = 0x47;
  return number_at(file, 0, 1) == sync && number_at(file, transport_packet, 1) == sync &&
         number_at(file, 2 * transport_packet, 1) == sync;
}

}  // namespace

std::uint64_t stated_size(const std::filesystem::path& path) {
  std::optional<HeaderFile> opened = open_headers(path);
  if (!opened) return 0;
  auto& [file, size] = *opened;
  if (number_at(file, 0, 4) == code("RIFF")) return std::uint64_t(8) + riff_number_at(file, 4);
  if (number_at(file, 4, 4) == code("ftyp")) return end_of_boxes(file, size);
  if (const std::uint64_t end = end_of_matroska(file)) return end;
  if (const std::uint64_t end = end_of_y4m(file, size)) return end;
  if (is_program_stream(file)) return end_of_packets(file, size);
  if (is_transport_stream(file))
    return (size + transport_packet - 1) / transport_packet * transport_packet;
  return 0;
}

}  // namespace shm::tools
