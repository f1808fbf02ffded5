// SPDX-License-Identifier: MIT
// Numbers out of texts.
#pragma once

#include <charconv>
#include <string_view>

namespace shm {

/// Whether `text` is one number and nothing else, whatever the locale.
template <typename Number>
bool read_number(std::string_view text, Number& number) {
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stopped == end;
}

}  // namespace shm
