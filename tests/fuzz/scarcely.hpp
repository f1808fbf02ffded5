// SPDX-License-Identifier: MIT
// What is read while memory runs out now and then.
#pragma once

#include <cstdint>
#include <functional>
#include <new>
#include <span>
#include <string_view>

#include "failing_memory.hpp"

namespace shm {

/// Reads an input, then again with one of so many calls for memory failing, others with each input.
template <typename Read>
void plentifully_and_scarcely(Read read, std::span<const std::uint8_t> input) {
  constexpr std::uint32_t one_in = 24;
  read(input);
  const std::string_view text(reinterpret_cast<const char*>(input.data()), input.size());
  const ScarceMemory scarce(std::uint32_t(std::hash<std::string_view>()(text)), one_in);
  try {
    read(input);
  } catch (const std::bad_alloc&) {
    return;
  }
}

}  // namespace shm
