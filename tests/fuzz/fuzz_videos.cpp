// SPDX-License-Identifier: MIT
// Bytes of any kind as a video whose headers are read here, not by GStreamer.
#include <cstdint>
#include <cstdlib>
#include <span>
#include <sstream>
#include <string>

#include "shm-matte/avi_index.hpp"
#include "shm-matte/file_numbers.hpp"
#include "shm-matte/gif_blocks.hpp"
#include "shm-matte/matroska.hpp"
#include "shm-matte/program_stream.hpp"
#include "shm-matte/y4m_bytes.hpp"

namespace shm::tools {
namespace {

void read_gif(std::span<const std::uint8_t> bytes) {
  bool at_begin = true;
  while (const auto frame = next_gif_frame(bytes, at_begin)) {
    if (frame->size == 0) return;
    bytes = bytes.subspan(frame->size);
    at_begin = false;
  }
}

void read_boxes(std::istream& file, std::uint64_t size) {
  const auto movie = find_box(file, {0, size}, code("moov"));
  if (!movie) return;
  if (movie->begin > movie->end || movie->end > size) std::abort();
  find_box(file, *movie, code("mvhd"));
}

/// All at once and byte by byte.
void read_y4m(const std::string& bytes) {
  std::istringstream file(bytes);
  end_of_y4m(file, bytes.size());
  Y4mBytes whole, parted;
  whole.take(bytes);
  for (const char& byte : bytes)
    parted.take({&byte, 1});
  if (whole.within_frame() != parted.within_frame()) std::abort();
}

void read(std::span<const std::uint8_t> bytes) {
  read_gif(bytes);
  read_y4m({bytes.begin(), bytes.end()});
  std::istringstream file(std::string(bytes.begin(), bytes.end()));
  read_boxes(file, bytes.size());
  find_pose(file, bytes.size(), 1);
  end_of_matroska(file);
  find_repeated_frame(file, bytes.size());
  if (!is_program_stream(file)) return;
  named_streams(file);
  end_of_packets(file, bytes.size());
}

}  // namespace
}  // namespace shm::tools

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  shm::tools::read({data, size});
  return 0;
}
