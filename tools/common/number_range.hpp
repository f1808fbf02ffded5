// SPDX-License-Identifier: MIT
// A check of numbers in flags, whose error says what would be taken.
#pragma once

#include <CLI/CLI.hpp>
#include <sstream>
#include <string>
#include <type_traits>

namespace shm::tools {

/// What a number is called.
template <typename Number>
std::string kind_of() {
  return std::is_integral_v<Number> ? "a whole number" : "a number";
}

/// CLI11's own range calls what is no number "not in range".
template <typename Number>
CLI::Validator number_in(Number least, Number most) {
  const auto range = [=](const char* word) {
    std::ostringstream text;
    text << least << word << most;
    return text.str();
  };
  return {[=, wanted = kind_of<Number>() + " from " + range(" to ")](const std::string& text) {
            Number value{};
            const bool good =
                CLI::detail::lexical_cast(text, value) && value >= least && value <= most;
            return good ? std::string() : text + " is not " + wanted;
          },
          CLI::detail::type_name<Number>() + std::string(" in [") + range(" - ") + "]"};
}

}  // namespace shm::tools
