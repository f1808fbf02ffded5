// SPDX-License-Identifier: MIT
// Tensors in files that may come from strangers: read once, checked in full, never copied.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "file/file_bytes.hpp"
#include "model/safetensors_header.hpp"

namespace shm {

/// Little-endian elements, row by row. `bytes` may be unaligned for the type in files that others
/// wrote: copy them, or check, before a pointer to them is cast.
struct TensorView {
  DType dtype = DType::f32;
  std::vector<std::int64_t> shape;  ///< empty: a scalar
  std::span<const std::byte> bytes;
};

/// A safetensors file (https://github.com/huggingface/safetensors), read and not copied. Files
/// come from strangers: what open returns has been checked in full. The header is at most 16 MiB of
/// strict JSON, the file at most 1 GiB; tensors fill the rest without overlap or hole, are as large
/// as shape and dtype say and hold no NaN or infinity; the metadata's "sha256" is that of the
/// tensor bytes, if given.
class Safetensors {
 public:
  /// Throws NotFound, BadInput where the file cannot be read, or BadModel naming the file, the
  /// tensor, and what is wrong.
  static Safetensors open(const std::filesystem::path& file);

  /// The same over bytes that the caller keeps alive; `name` stands for the file in messages.
  static Safetensors over(std::span<const std::byte> bytes, const std::string& name);

  /// The file as messages call it.
  const std::string& name() const { return name_; }

  /// Views live as long as this object, wherever it is moved.
  const std::map<std::string, TensorView>& tensors() const { return tensors_; }
  const std::map<std::string, std::string>& metadata() const { return metadata_; }

 private:
  Safetensors() = default;

  std::string name_;
  std::optional<FileBytes> file_;
  std::map<std::string, TensorView> tensors_;
  std::map<std::string, std::string> metadata_;
};

/// Writes a file that open accepts, whole or not at all, and adds "sha256" to `metadata`. Throws
/// BadModel where a tensor disagrees with its shape or holds NaN or infinity, and WriteError.
void write_safetensors(const std::filesystem::path& file,
                       const std::map<std::string, TensorView>& tensors,
                       std::map<std::string, std::string> metadata);

}  // namespace shm
