// SPDX-License-Identifier: MIT
// The JSON at the front of a safetensors file, and all that may be wrong with it.
#include "model/safetensors_header.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "shm/error.hpp"

namespace shm {
namespace {

using nlohmann::json;

constexpr const char* metadata_key = "__metadata__";
constexpr std::size_t most_dimensions = 8;
constexpr int deepest_level = 3;  // header, tensor, its shape

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

/// JSON allows a key twice, and lets the reader choose; here neither is believed.
json parse_strictly(std::string_view text) {
  std::vector<std::set<std::string>> keys;
  const auto check = [&](int depth, json::parse_event_t event, const json& parsed) {
    if (depth > deepest_level) throw BadModel("the header is nested too deeply");
    if (event == json::parse_event_t::object_start) keys.emplace_back();
    if (event == json::parse_event_t::object_end) keys.pop_back();
    if (event == json::parse_event_t::key && !keys.back().insert(parsed).second)
      throw BadModel("the header names " + parsed.dump() + " twice");
    return true;
  };
  try {
    return json::parse(text, check);
  } catch (const json::exception& error) {
    throw BadModel(std::string("the header is no JSON: ") + error.what());
  }
}

DType parse_dtype(const json& field) {
  for (const DTypeName& known : dtypes)
    if (field == known.name) return known.dtype;
  throw BadModel("dtype " + field.dump() + " is none of F32, F16, BF16, I64");
}

std::uint64_t parse_count(const json& number, const char* field) {
  if (!number.is_number_unsigned())
    throw BadModel(std::string(field) + ": " + number.dump() + " is not a count");
  return number.get<std::uint64_t>();
}

const json& list(const json& field, const char* name, std::size_t least, std::size_t most) {
  if (!field.is_array() || field.size() < least || field.size() > most)
    throw BadModel(std::string(name) + " is not a list of " + std::to_string(least) + ".." +
                   std::to_string(most) + " numbers");
  return field;
}

std::vector<std::int64_t> parse_shape(const json& field) {
  std::vector<std::int64_t> shape;
  for (const json& number : list(field, "shape", 0, most_dimensions)) {
    const std::uint64_t size = parse_count(number, "shape");
    if (size > std::uint64_t(std::numeric_limits<std::int32_t>::max()))
      throw BadModel("shape: " + std::to_string(size) + " is too large");
    shape.push_back(std::int64_t(size));
  }
  return shape;
}

void check_fields(const json& entry) {
  if (!entry.is_object()) throw BadModel("its entry is not an object");
  for (const char* field : {"dtype", "shape", "data_offsets"})
    if (!entry.contains(field)) throw BadModel(std::string(field) + " is missing");
  if (entry.size() > 3) throw BadModel("its entry has more than dtype, shape and data_offsets");
}

TensorEntry parse_entry(const json& entry) {
  check_fields(entry);
  const json& offsets = list(entry["data_offsets"], "data_offsets", 2, 2);
  TensorEntry tensor{parse_dtype(entry["dtype"]), parse_shape(entry["shape"]),
                     parse_count(offsets[0], "data_offsets"),
                     parse_count(offsets[1], "data_offsets")};
  const std::uint64_t needed = byte_count(tensor.dtype, tensor.shape);
  if (tensor.end < tensor.begin || tensor.end - tensor.begin != needed)
    throw BadModel("data_offsets " + offsets.dump() + " disagree with the " +
                   std::to_string(needed) + " bytes of shape and dtype");
  return tensor;
}

TensorEntry parse_tensor(const std::string& name, const json& entry) {
  try {
    return parse_entry(entry);
  } catch (const BadModel& error) {
    throw BadModel("tensor " + quoted(name) + ": " + error.what());
  }
}

std::map<std::string, std::string> parse_metadata(const json& entry) {
  if (!entry.is_object()) throw BadModel("__metadata__ is not an object");
  for (const auto& [key, value] : entry.items())
    if (!value.is_string()) throw BadModel("__metadata__: " + quoted(key) + " is not a text");
  return entry.get<std::map<std::string, std::string>>();
}

}  // namespace

std::size_t size_of(DType dtype) {
  return entry_of(dtype).size;
}

std::uint64_t byte_count(DType dtype, const std::vector<std::int64_t>& shape) {
  std::uint64_t bytes = size_of(dtype);
  for (const std::int64_t size : shape)
    if (size < 0 || __builtin_mul_overflow(bytes, std::uint64_t(size), &bytes))
      throw BadModel("shape " + json(shape).dump() + " is impossible");
  return bytes;
}

std::string quoted(const std::string& name) {
  return json(name).dump(-1, ' ', false, json::error_handler_t::replace);
}

SafetensorsHeader SafetensorsHeader::parse(std::string_view text) {
  // The JSON parser takes a NUL for the end of the text, and would not see what hides behind it.
  if (!text.starts_with('{') || text.find('\0') != std::string_view::npos)
    throw BadModel("the header is no JSON object");
  SafetensorsHeader header;
  const json parsed = parse_strictly(text);
  for (const auto& [name, entry] : parsed.items()) {
    if (name == metadata_key)
      header.metadata = parse_metadata(entry);
    else
      header.tensors.emplace(name, parse_tensor(name, entry));
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
