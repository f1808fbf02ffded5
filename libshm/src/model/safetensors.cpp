// SPDX-License-Identifier: MIT
// Tensors in files that may come from strangers: read once, checked in full, never copied.
#include "model/safetensors.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "model/header_json.hpp"
#include "model/sha256.hpp"
#include "shm/error.hpp"
#include "shm/whole_file.hpp"

namespace shm {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors are little-endian");

constexpr const char* hash_key = "sha256";
constexpr std::uint64_t longest_header = 16 << 20;          // bytes
constexpr std::size_t longest_file = std::size_t(1) << 30;  // bytes
constexpr const char* remedy =
    "; is it a safetensors file? scripts/export_checkpoint.py makes one of a PyTorch checkpoint";

/// NaN and infinity are the values whose exponent, all of `mask`, is ones.
template <typename Bits>
bool all_finite(std::span<const std::byte> bytes, Bits mask) {
  bool finite = true;
  for (std::size_t at = 0; at < bytes.size(); at += sizeof(Bits)) {
    Bits bits;
    std::memcpy(&bits, bytes.data() + at, sizeof bits);
    finite &= (bits & mask) != mask;
  }
  return finite;
}

bool all_finite(const TensorView& tensor) {
  switch (tensor.dtype) {
    case DType::f32: return all_finite<std::uint32_t>(tensor.bytes, 0x7f800000);
    case DType::f16: return all_finite<std::uint16_t>(tensor.bytes, 0x7c00);
    case DType::bf16: return all_finite<std::uint16_t>(tensor.bytes, 0x7f80);
    case DType::i64: return true;
  }
  return false;
}

void check_tensor(const std::string& name, const TensorView& tensor) {
  const std::uint64_t needed = byte_count(tensor.dtype, tensor.shape);
  if (tensor.bytes.size() != needed)
    throw BadModel("tensor " + quoted(name) + " has " + std::to_string(tensor.bytes.size()) +
                   " bytes, its shape needs " + std::to_string(needed));
  if (!all_finite(tensor)) throw BadModel("tensor " + quoted(name) + " holds NaN or infinity");
}

/// Where the file's two parts lie; the header's length stands before it in 8 bytes.
struct Sections {
  std::string_view header;
  std::span<const std::byte> data;
};

Sections split(std::span<const std::byte> bytes) {
  std::uint64_t length = 0;
  if (bytes.size() < sizeof length)
    throw BadModel("only " + std::to_string(bytes.size()) + " bytes long" + remedy);
  std::memcpy(&length, bytes.data(), sizeof length);
  bytes = bytes.subspan(sizeof length);
  if (length > longest_header)
    throw BadModel("header of " + std::to_string(length) + " bytes, 16 MiB are allowed" + remedy);
  if (length > bytes.size())
    throw BadModel("header of " + std::to_string(length) + " bytes ends beyond the file" + remedy);
  return {{reinterpret_cast<const char*>(bytes.data()), std::size_t(length)},
          bytes.subspan(std::size_t(length))};
}

std::map<std::string, TensorView> views(const SafetensorsHeader& header,
                                        std::span<const std::byte> data) {
  std::map<std::string, TensorView> tensors;
  for (const auto& [name, entry] : header.tensors)
    tensors[name] = {entry.dtype, entry.shape,
                     data.subspan(std::size_t(entry.begin), std::size_t(entry.end - entry.begin))};
  return tensors;
}

void check_hash(const std::map<std::string, std::string>& metadata,
                std::span<const std::byte> data) {
  const auto said = metadata.find(hash_key);
  if (said == metadata.end()) return;
  const std::string found = sha256_hex(data);
  if (said->second != found)
    throw BadModel("the tensors have sha256 " + found + ", the file says " + quoted(said->second) +
                   ": it was damaged or changed; fetch it again");
}

std::span<const std::byte> as_bytes(const std::string& text) {
  return std::as_bytes(std::span(text));
}

void append(std::vector<std::byte>& all, std::span<const std::byte> bytes) {
  all.insert(all.end(), bytes.begin(), bytes.end());
}

/// Large elements first, so that each tensor is aligned for its type.
std::vector<std::string> order_on_disk(const std::map<std::string, TensorView>& tensors) {
  std::vector<std::string> names;
  for (const auto& named : tensors)
    names.push_back(named.first);
  std::stable_sort(names.begin(), names.end(), [&](const auto& a, const auto& b) {
    return size_of(tensors.at(a).dtype) > size_of(tensors.at(b).dtype);
  });
  return names;
}

}  // namespace

Safetensors Safetensors::over(std::span<const std::byte> bytes, const std::string& name) {
  try {
    const auto [text, data] = split(bytes);
    SafetensorsHeader header = SafetensorsHeader::parse(text);
    header.check_layout(data.size());
    Safetensors result;
    result.name_ = name;
    result.tensors_ = views(header, data);
    result.metadata_ = std::move(header.metadata);
    for (const auto& [tensor_name, tensor] : result.tensors_)
      check_tensor(tensor_name, tensor);
    check_hash(result.metadata_, data);
    return result;
  } catch (const BadModel& error) {
    throw BadModel(name + ": " + error.what());
  }
}

Safetensors Safetensors::open(const std::filesystem::path& file) {
  FileBytes read(file, longest_file);
  Safetensors result = over(read.bytes(), file.string());
  result.file_ = std::move(read);
  return result;
}

void write_safetensors(const std::filesystem::path& file,
                       const std::map<std::string, TensorView>& tensors,
                       std::map<std::string, std::string> metadata) {
  SafetensorsHeader header;
  std::vector<std::byte> data;
  for (const std::string& name : order_on_disk(tensors)) {
    const TensorView& tensor = tensors.at(name);
    check_tensor(name, tensor);
    const std::uint64_t begin = data.size();
    append(data, tensor.bytes);
    header.tensors[name] = {tensor.dtype, tensor.shape, begin, data.size()};
  }
  metadata[hash_key] = sha256_hex(data);
  header.metadata = std::move(metadata);

  const std::string text = header.text();
  const std::uint64_t length = text.size();
  std::vector<std::byte> all;
  append(all, std::as_bytes(std::span(&length, 1)));
  append(all, as_bytes(text));
  append(all, data);
  write_whole_file(file, all);
}

}  // namespace shm
