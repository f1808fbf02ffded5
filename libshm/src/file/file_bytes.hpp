// SPDX-License-Identifier: MIT
// A file's bytes, as they were when it was read.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "base/aligned_memory.hpp"

namespace shm {

/// A file's bytes, read and not mapped: what is checked stays as it was, and who truncates the file
/// meanwhile does not take the process down (SIGBUS).
class FileBytes {
 public:
  /// Throws NotFound, or BadInput where `file` is no regular file, is longer than `most` bytes or
  /// cannot be read.
  FileBytes(const std::filesystem::path& file, std::size_t most);

  std::span<const std::byte> bytes() const { return {memory_.as<std::byte>(), size_}; }

 private:
  AlignedMemory memory_;
  std::size_t size_ = 0;
};

}  // namespace shm
