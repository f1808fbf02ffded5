// SPDX-License-Identifier: MIT
// Whether a file holds what a network learns.
#include "model/state.hpp"

#include <opencv2/core/cvdef.h>
#include <algorithm>
#include <cstring>

#include "kernels/cpu/lanes.hpp"
#include "model/header_json.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

std::string text(const std::vector<std::int64_t>& shape) {
  std::string out = "[";
  for (const std::int64_t side : shape)
    out += (out.size() > 1 ? ", " : "") + std::to_string(side);
  return out + "]";
}

/// "; missing: a, b" and so on; past ten names a count, since the rest tells nobody more.
std::string listing(const char* what, const std::vector<std::string>& names) {
  constexpr std::size_t shown = 10;
  if (names.empty()) return "";
  std::string out = std::string("; ") + what + ":";
  for (std::size_t i = 0; i < std::min(names.size(), shown); ++i)
    out += (i == 0 ? " " : ", ") + names[i];
  if (names.size() > shown) out += " and " + std::to_string(names.size() - shown) + " more";
  return out;
}

float from_f16(std::uint16_t bits) {
  cv::float16_t half;
  static_assert(sizeof half == sizeof bits);
  std::memcpy(static_cast<void*>(&half), &bits, sizeof bits);
  return half;
}

/// The bytes may be unaligned.
template <typename Number, typename Convert>
std::vector<float> converted(const TensorView& view, const Convert& convert) {
  std::vector<float> numbers(view.bytes.size() / sizeof(Number));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    Number number;
    std::memcpy(&number, view.bytes.data() + i * sizeof number, sizeof number);
    numbers[i] = convert(number);
  }
  return numbers;
}

}  // namespace

StateDifference compare_state(const StateShapes& state, const Safetensors& file) {
  StateDifference difference;
  for (const auto& [name, shape] : state) {
    const auto found = file.tensors().find(name);
    if (found == file.tensors().end())
      difference.missing.push_back(name);
    else if (shape != found->second.shape)
      difference.misshapen.push_back(name + ": " + text(found->second.shape) + " instead of " +
                                     text(shape));
    else
      difference.matched.push_back(name);
  }
  for (const auto& [name, view] : file.tensors())
    if (!state.contains(name)) difference.unexpected.push_back(quoted(name));
  return difference;
}

void check_same_state(const StateDifference& difference, const Safetensors& file) {
  if (difference.empty()) return;
  throw BadModel(file.name() + ": the tensors are not those of the network" +
                 listing("missing", difference.missing) +
                 listing("unexpected", difference.unexpected) +
                 listing("misshapen", difference.misshapen));
}

std::vector<float> float_numbers(const Safetensors& file, const std::string& name) {
  const auto found = file.tensors().find(name);
  if (found == file.tensors().end()) throw BadModel(file.name() + ": it has no " + name);
  const TensorView& view = found->second;
  switch (view.dtype) {
    case DType::f32: return converted<float>(view, [](float number) { return number; });
    case DType::f16: return converted<std::uint16_t>(view, from_f16);
    case DType::bf16: return converted<Bf16>(view, [](Bf16 number) { return to_float(number); });
    case DType::i64: break;
  }
  throw BadModel(file.name() + ": " + name + " is not of floating point");
}

}  // namespace shm
