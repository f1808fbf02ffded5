// SPDX-License-Identifier: MIT
// What is in an MPEG program stream: packs of packets.
#pragma once

#include <cstdint>
#include <istream>

namespace shm::tools {

bool is_program_stream(std::istream& file);

/// How many streams of picture and sound its first pack names; 0 where it names none.
int named_streams(std::istream& file);

/// Where the last packet of a file of `size` bytes ends, which may be behind its end.
std::uint64_t end_of_packets(std::istream& file, std::uint64_t size);

}  // namespace shm::tools
