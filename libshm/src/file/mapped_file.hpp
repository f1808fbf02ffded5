// SPDX-License-Identifier: MIT
// A file mapped into memory, read only.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace shm {

/// A file's bytes as they lie in the page cache, read only. A file must be replaced by renaming
/// another over it, as write_whole_file does: then the mapping keeps the old bytes. One that is
/// truncated in place takes the process down (SIGBUS) when the lost part is read.
class MappedFile {
 public:
  /// Throws NotFound, or BadInput where `file` is no regular file or cannot be read.
  explicit MappedFile(const std::filesystem::path& file);

  std::span<const std::byte> bytes() const { return {bytes_.get(), bytes_.get_deleter().size}; }

 private:
  struct Unmap {
    std::size_t size;
    void operator()(const std::byte* bytes) const;
  };
  std::unique_ptr<const std::byte, Unmap> bytes_;
};

}  // namespace shm
