// SPDX-License-Identifier: MIT
// Options against the rows that state their ranges.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <type_traits>

#include "shm/error.hpp"
#include "shm/options.hpp"

namespace shm {
namespace {

template <typename Struct>
std::string error_of(const Struct& given) {
  try {
    given.check();
    return "";
  } catch (const InvalidOption& error) {
    return error.what();
  }
}

/// What `check` says where one field holds `value`.
template <typename Struct, typename Value>
std::string error_with(const Option<Struct, Value>& option, double value) {
  Struct given;
  given.*option.field = Value(value);
  return error_of(given);
}

template <typename Struct, typename Value>
void expect_ends(const Option<Struct, Value>& option) {
  EXPECT_EQ(error_with(option, option.least), "") << option.name;
  EXPECT_EQ(error_with(option, option.most), "") << option.name;
  const double step = std::is_same_v<Value, int> ? 1 : 0.01;
  for (const double outside :
       {std::min(-1.0, option.least - 1), option.least - step, option.most + step})
    EXPECT_EQ(error_with(option, outside).find(std::string(option.name) + ": "), 0U)
        << option.name << " " << outside;
}

template <typename Struct>
void expect_every_end() {
  for_each_option<Struct>([](const auto& option) {
    using Value = typename std::remove_cvref_t<decltype(option)>::value_type;
    if constexpr (std::is_same_v<Value, int> || std::is_same_v<Value, double>) expect_ends(option);
    if constexpr (std::is_enum_v<Value>) {
      EXPECT_EQ(error_with(option, 99), std::string(option.name) + ": 99 is none of its values");
    }
  });
}

TEST(Options, OutsideTheirRangesAreRefusedByName) {
  expect_every_end<ModelOptions>();
  expect_every_end<FrameOptions>();
  expect_every_end<Look>();
}

TEST(Options, AreAllowedAsTheyStart) {
  EXPECT_EQ(error_of(ModelOptions{}), "");
  EXPECT_EQ(error_of(FrameOptions{}), "");
  EXPECT_EQ(error_of(Look{}), "");
}

TEST(Options, ZeroStandsBesideTheRangeWhereItsRowSaysSo) {
  EXPECT_EQ(error_with(option_of(&FrameOptions::size), 0), "");
  EXPECT_EQ(error_with(option_of(&FrameOptions::size), 63),
            "size: 63 is neither 0 nor in 64..4096");
}

}  // namespace
}  // namespace shm
