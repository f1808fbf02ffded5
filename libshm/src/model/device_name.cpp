// SPDX-License-Identifier: MIT
// How users name the device that a network is to be worked on.
#include "model/device_name.hpp"

#include <string_view>

#include "base/read_number.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

constexpr int highest_gpu = 127;

/// N of "cuda:N"; none for anything else.
std::optional<int> gpu_number(std::string_view text) {
  constexpr std::string_view prefix = "cuda:";
  if (!text.starts_with(prefix)) return {};
  unsigned char number = 0;
  if (!read_number(text.substr(prefix.size()), number) || number > highest_gpu) return {};
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
