// SPDX-License-Identifier: MIT
// Colours as people write them.
#pragma once

#include <array>
#include <charconv>
#include <cstdio>
#include <string>
#include <string_view>

#include "shm/option.hpp"

namespace shm {

/// Whether `text` is a colour without transparency, "#RRGGBB".
inline bool read_color(std::string_view text, Rgba& color) {
  std::uint32_t value = 0;
  if (text.size() != 7 || text[0] != '#') return false;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data() + 1, end, value, 16);
  if (error != std::errc() || stopped != end) return false;
  color = {std::uint8_t(value >> 16U), std::uint8_t(value >> 8U), std::uint8_t(value), 255};
  return true;
}

/// "#rrggbb" of a colour without its alpha.
inline std::string color_text(std::uint32_t argb) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "#%06x", argb & 0xffffffU);
  return text.data();
}

}  // namespace shm
