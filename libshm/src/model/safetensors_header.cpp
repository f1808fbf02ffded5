// SPDX-License-Identifier: MIT
// The JSON at the front of a safetensors file, and all that may be wrong with it.
#include "model/safetensors_header.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>
#include <variant>

#include "model/header_json.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

using nlohmann::json;

constexpr const char* metadata_key = "__metadata__";
constexpr std::size_t most_dimensions = 8;

struct DTypeName {
  DType dtype;
  const char* name;
  std::size_t size;
};
constexpr std::array<DTypeName, 4> dtypes = {{{DType::f32, "F32", 4},
                                              {DType::f16, "F16", 2},
                                              {DType::bf16, "BF16", 2},
                                              {DType::i64, "I64", 8}}};

const DTypeName& entry_of(DType dtype) {
  return *std::find_if(dtypes.begin(), dtypes.end(),
                       [&](const DTypeName& known) { return known.dtype == dtype; });
}

using Counts = std::vector<std::uint64_t>;

/// Numbers as JSON writes a list of them.
template <typename Number>
std::string list_text(const std::vector<Number>& numbers) {
  std::string text;
  for (const Number number : numbers)
    text += (text.empty() ? "" : ",") + std::to_string(number);
  return "[" + text + "]";
}

template <typename Value>
const Value& value_of(const HeaderFields& fields, const std::string& name, const char* wanted) {
  const auto found = fields.find(name);
  if (found == fields.end()) throw BadModel(name + " is missing");
  const auto* value = std::get_if<Value>(&found->second);
  if (value == nullptr) throw BadModel(name + " is not " + wanted);
  return *value;
}

DType parse_dtype(const std::string& text) {
  for (const DTypeName& known : dtypes)
    if (text == known.name) return known.dtype;
  throw BadModel("dtype " + quoted(text) + " is none of F32, F16, BF16, I64");
}

std::vector<std::int64_t> parse_shape(const Counts& sizes) {
  if (sizes.size() > most_dimensions)
    throw BadModel("shape has more than " + std::to_string(most_dimensions) + " dimensions");
  for (const std::uint64_t size : sizes)
    if (size > std::uint64_t(std::numeric_limits<std::int32_t>::max()))
      throw BadModel("shape: " + std::to_string(size) + " is too large");
  return {sizes.begin(), sizes.end()};
}

TensorEntry parse_entry(const HeaderFields& fields) {
  const auto& dtype = value_of<std::string>(fields, "dtype", "a text");
  const auto& shape = value_of<Counts>(fields, "shape", "a list of counts");
  const auto& offsets = value_of<Counts>(fields, "data_offsets", "a list of counts");
  if (fields.size() > 3) throw BadModel("its entry has more than dtype, shape and data_offsets");
  if (offsets.size() != 2) throw BadModel("data_offsets are not two");
  TensorEntry tensor{parse_dtype(dtype), parse_shape(shape), offsets[0], offsets[1]};
  const std::uint64_t needed = byte_count(tensor.dtype, tensor.shape);
  if (tensor.end < tensor.begin || tensor.end - tensor.begin != needed)
    throw BadModel("data_offsets " + list_text(offsets) + " disagree with the " +
                   std::to_string(needed) + " bytes of shape and dtype");
  return tensor;
}

TensorEntry parse_tensor(const std::string& name, const HeaderFields& fields) {
  try {
    return parse_entry(fields);
  } catch (const BadModel& error) {
    throw BadModel("tensor " + quoted(name) + ": " + error.what());
  }
}

std::map<std::string, std::string> parse_metadata(const HeaderFields& fields) {
  std::map<std::string, std::string> texts;
  for (const auto& [name, value] : fields) {
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) throw BadModel("__metadata__: " + quoted(name) + " is not a text");
    texts[name] = *text;
  }
  return texts;
}

}  // namespace

std::size_t size_of(DType dtype) {
  return entry_of(dtype).size;
}

std::uint64_t byte_count(DType dtype, const std::vector<std::int64_t>& shape) {
  std::uint64_t bytes = size_of(dtype);
  for (const std::int64_t size : shape)
    if (size < 0 || __builtin_mul_overflow(bytes, std::uint64_t(size), &bytes))
      throw BadModel("shape " + list_text(shape) + " is impossible");
  return bytes;
}

SafetensorsHeader SafetensorsHeader::parse(std::string_view text) {
  SafetensorsHeader header;
  for (const auto& [name, fields] : read_header_json(text)) {
    if (name == metadata_key)
      header.metadata = parse_metadata(fields);
    else
      header.tensors.emplace(name, parse_tensor(name, fields));
  }
  return header;
}

std::string SafetensorsHeader::text() const {
  json header = json::object();
  if (!metadata.empty()) header[metadata_key] = metadata;
  for (const auto& [name, tensor] : tensors)
    header[name] = {{"dtype", entry_of(tensor.dtype).name},
                    {"shape", tensor.shape},
                    {"data_offsets", {tensor.begin, tensor.end}}};
  std::string text = header.dump(-1, ' ', false, json::error_handler_t::replace);
  text.resize((text.size() + 7) / 8 * 8, ' ');
  return text;
}

void SafetensorsHeader::check_layout(std::uint64_t data_size) const {
  std::vector<std::pair<std::string, TensorEntry>> in_order(tensors.begin(), tensors.end());
  std::sort(in_order.begin(), in_order.end(), [](const auto& a, const auto& b) {
    return std::pair(a.second.begin, a.second.end) < std::pair(b.second.begin, b.second.end);
  });
  std::uint64_t reached = 0;
  for (const auto& [name, tensor] : in_order) {
    if (tensor.begin < reached)
      throw BadModel("tensor " + quoted(name) + " overlaps the one before it");
    if (tensor.begin > reached) throw BadModel("there is a hole before tensor " + quoted(name));
    if (tensor.end > data_size)
      throw BadModel("tensor " + quoted(name) + " ends beyond the file: it is cut short");
    reached = tensor.end;
  }
  if (reached < data_size)
    throw BadModel(std::to_string(data_size - reached) + " bytes follow the last tensor");
}

}  // namespace shm
