// SPDX-License-Identifier: MIT
// Holds a check of options to the ranges of their rows.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <type_traits>

#include "shm/error.hpp"
#include "shm/option.hpp"

namespace shm {

/// What may refuse options.
template <typename Struct>
using OptionCheck = std::function<void(const Struct&)>;

template <typename Struct>
std::string error_of(const OptionCheck<Struct>& check, const Struct& given) {
  try {
    check(given);
    return "";
  } catch (const InvalidOption& error) {
    return error.what();
  }
}

/// What `check` says where one field holds `value`.
template <typename Struct, typename Value>
std::string error_with(const OptionCheck<Struct>& check, const Option<Struct, Value>& option,
                       double value) {
  Struct given;
  given.*option.field = Value(value);
  return error_of(check, given);
}

template <typename Struct, typename Value>
void expect_ends(const OptionCheck<Struct>& check, const Option<Struct, Value>& option) {
  const auto refused = [&](double value) {
    return error_with(check, option, value).starts_with(std::string(option.name) + ": ");
  };
  const double step = std::is_integral_v<Value> ? 1 : 0.01;
  EXPECT_EQ(refused(option.least), option.above) << option.name;
  EXPECT_EQ(error_with(check, option, option.most), "") << option.name;
  for (const double outside :
       {std::min(-1.0, option.least - 1), option.least - step, option.most + step})
    EXPECT_TRUE(refused(outside)) << option.name << " " << outside;
}

/// Both ends of each range are allowed, what lies beyond is refused by the option's name.
template <typename Struct>
void expect_every_end(const OptionCheck<Struct>& check) {
  EXPECT_EQ(error_of(check, Struct{}), "");
  for_each_option<Struct>([&](const auto& option) {
    using Value = typename std::remove_cvref_t<decltype(option)>::value_type;
    if constexpr (std::is_enum_v<Value>) {
      EXPECT_EQ(error_with(check, option, 99),
                std::string(option.name) + ": 99 is none of its values");
    } else if constexpr (std::is_arithmetic_v<Value>) {
      if (has_range(option)) expect_ends(check, option);
    }
  });
}

/// Of options that check themselves.
template <typename Struct>
void expect_every_end() {
  expect_every_end<Struct>([](const Struct& given) { given.check(); });
}

}  // namespace shm
