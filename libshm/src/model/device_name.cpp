// SPDX-License-Identifier: MIT
// How users name the device that a network is to be worked on.
#include "model/device_name.hpp"

#include <charconv>
#include <string_view>

#include "shm/error.hpp"

namespace shm {
namespace {

constexpr int highest_gpu = 127;

/// N of "cuda:N"; none for anything else.
std::optional<int> gpu_number(std::string_view text) {
  constexpr std::string_view prefix = "cuda:";
  if (!text.starts_with(prefix) || text.size() == prefix.size()) return {};
  const char* end = text.data() + text.size();
  unsigned char number = 0;
  const auto [stopped, error] = std::from_chars(text.data() + prefix.size(), end, number);
  if (stopped != end || error != std::errc() || number > highest_gpu) return {};
  return number;
}

}  // namespace

DeviceName DeviceName::parse(const std::string& text) {
  if (text == "auto") return {Kind::automatic, {}};
  if (text == "cpu") return {Kind::cpu, {}};
  if (text == "cuda") return {Kind::gpu, {}};
  const std::optional<int> gpu = gpu_number(text);
  if (!gpu) throw InvalidOption("device: \"" + text + "\" is not auto, cpu, cuda or cuda:N");
  return {Kind::gpu, gpu};
}

}  // namespace shm
