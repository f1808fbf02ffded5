// SPDX-License-Identifier: MIT
// What lies in memory between two operations of a network.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>

#include "engine/quantisation.hpp"

namespace shm {

enum class Element { float32, bfloat16, int8, uint8 };

constexpr std::int64_t bytes_of(Element element) {
  switch (element) {
    case Element::float32: return 4;
    case Element::bfloat16: return 2;
    default: return 1;
  }
}

/// Pictures whose pixels hold their channels together, row by row (NHWC).
struct TensorShape {
  std::int64_t images = 0, height = 0, width = 0, channels = 0;

  std::int64_t count() const { return images * height * width * channels; }
  bool operator==(const TensorShape&) const = default;
};

struct TensorType {
  Element element = Element::float32;
  Quantisation quantisation;  ///< of int8 and uint8
};

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

 private:
  static constexpr std::size_t alignment = 64;
  static constexpr std::size_t rounded_up(std::size_t bytes) {
    return (bytes / alignment + 1) * alignment;
  }

  struct Free {
    void operator()(std::byte* bytes) const { std::free(bytes); }
  };
  std::unique_ptr<std::byte, Free> bytes_;
};

}  // namespace shm
