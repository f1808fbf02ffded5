// SPDX-License-Identifier: MIT
// The JSON at the front of a safetensors file, and all that may be wrong with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace shm {

enum class DType { f32, f16, bf16, i64 };

/// Bytes of one element.
std::size_t size_of(DType dtype);

/// Bytes of a tensor. Throws BadModel where the shape is not one that a file can hold.
std::uint64_t byte_count(DType dtype, const std::vector<std::int64_t>& shape);

/// One line of a safetensors header.
struct TensorEntry {
  DType dtype = DType::f32;
  std::vector<std::int64_t> shape;
  std::uint64_t begin = 0;  ///< byte of the data section
  std::uint64_t end = 0;    ///< one past the last
};

struct SafetensorsHeader {
  std::map<std::string, TensorEntry> tensors;
  std::map<std::string, std::string> metadata;

  /// Reads the JSON text and checks each entry for itself. Throws BadModel.
  static SafetensorsHeader parse(std::string_view json);

  /// The JSON text, padded with spaces so that the data section is aligned to 8 bytes.
  std::string text() const;

  /// Throws BadModel unless the tensors fill `data_size` bytes without overlap or hole.
  void check_layout(std::uint64_t data_size) const;
};

}  // namespace shm
