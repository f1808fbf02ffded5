// SPDX-License-Identifier: MIT
// Memory aligned for vector units, and memory that stages of a frame use one after the other.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>

namespace shm {

/// Aligned as vector units like it best; empty until it is made.
class AlignedMemory {
 public:
  AlignedMemory() = default;
  explicit AlignedMemory(std::size_t bytes)
      : bytes_(static_cast<std::byte*>(std::aligned_alloc(alignment, rounded_up(bytes)))) {
    if (bytes_ == nullptr) throw std::bad_alloc();
  }

  template <typename T>
  T* as() const {
    return static_cast<T*>(static_cast<void*>(bytes_.get()));
  }

  /// What so many bytes take up, a few to spare.
  static constexpr std::size_t rounded_up(std::size_t bytes) {
    return (bytes / alignment + 1) * alignment;
  }

 private:
  static constexpr std::size_t alignment = 64;

  struct Free {
    void operator()(std::byte* bytes) const { std::free(bytes); }
  };
  std::unique_ptr<std::byte, Free> bytes_;
};

/// Memory that what runs in turn takes in turn: as large as the largest that was asked for.
class Scratch {
 public:
  /// Aligned; what stood there is gone, and so is what was taken before.
  std::byte* take(std::size_t bytes) {
    if (bytes > size_) {
      memory_ = {};
      size_ = 0;  // there may be no more memory
      memory_ = AlignedMemory(bytes);
      size_ = bytes;
    }
    return memory_.as<std::byte>();
  }

 private:
  AlignedMemory memory_;
  std::size_t size_ = 0;
};

}  // namespace shm
