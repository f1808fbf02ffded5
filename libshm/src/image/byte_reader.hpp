// SPDX-License-Identifier: MIT
// Numbers out of bytes that may end anywhere.
#pragma once

#include <cstdint>
#include <string_view>

namespace shm {

enum class ByteOrder { little, big };

/// What lies beyond the end reads as 0, so that damage is never more than a wrong number.
class ByteReader {
 public:
  ByteReader(std::string_view bytes, ByteOrder order) : bytes_(bytes), order_(order) {}

  std::uint32_t u16(std::size_t at) const { return number(at, 2); }
  std::uint32_t u32(std::size_t at) const { return number(at, 4); }
  std::uint64_t u64(std::size_t at) const {
    const std::uint64_t first = u32(at), second = u32(at + 4);
    return order_ == ByteOrder::big ? first << 32 | second : second << 32 | first;
  }

  std::string_view part(std::size_t at, std::size_t size) const {
    return at < bytes_.size() ? bytes_.substr(at, size) : std::string_view();
  }

  std::size_t size() const { return bytes_.size(); }

 private:
  std::uint32_t number(std::size_t at, std::size_t size) const {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
      value = value << 8 | byte(order_ == ByteOrder::big ? at + i : at + size - 1 - i);
    return value;
  }
  std::uint8_t byte(std::size_t at) const {
    return at < bytes_.size() ? std::uint8_t(bytes_[at]) : 0;
  }

  std::string_view bytes_;
  ByteOrder order_;
};

}  // namespace shm
