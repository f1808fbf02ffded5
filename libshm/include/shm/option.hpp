// SPDX-License-Identifier: MIT
// What an option is: a row with all that there is to know of it, from which checks, the element's
// properties, the programs' flags and the tables in the documents are made.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace shm {

/// A value of an enum, as users name it.
template <typename Enum>
struct Choice {
  Enum value;
  const char* text;
  const char* blurb;
  const char* alias = nullptr;  ///< another spelling, which is taken but not shown
};

/// The values of an enum, in its order.
template <typename Enum>
inline constexpr std::array<Choice<Enum>, 0> choices{};

/// As users name it; nullptr for what is no value of the enum.
template <typename Enum>
constexpr const char* choice_text(Enum value) {
  for (const Choice<Enum>& choice : choices<Enum>)
    if (choice.value == value) return choice.text;
  return nullptr;
}

/// What users mean by `text`; nullptr where there is no such choice.
template <typename Enum>
constexpr const Choice<Enum>* choice_called(std::string_view text) {
  for (const Choice<Enum>& choice : choices<Enum>)
    if (text == choice.text || (choice.alias != nullptr && text == choice.alias)) return &choice;
  return nullptr;
}

/// Who is asked for an option. What is for the library alone is set by code that uses it.
enum class Offered { everywhere, by_programs, by_element, by_library };

/// What there is to know of an option but its type and its place, which is a field. Its default is
/// what that field starts with.
struct OptionFacts {
  const char* name = "";       ///< of the property, of the flag behind "--", and in errors
  const char* alias = "";      ///< another name of the flag
  const char* nick = "";       ///< a title
  const char* blurb = "";      ///< what it does
  const char* of_stream = "";  ///< goes on from blurb, where a stream is meant: the element
  const char* group = "";      ///< of flags, in a program's help
  const char* unit = "";
  double least = 0;  ///< of a number; so is most. Where they are equal any number is allowed
  double most = 0;
  bool above = false;    ///< least itself is not allowed
  bool or_zero = false;  ///< 0 is allowed beside least..most: blurb says what it stands for
  bool file = false;     ///< a text that names a file
  bool loading = false;  ///< counts when a network is loaded, else from the next frame on
  Offered offered = Offered::everywhere;
};

constexpr bool has_range(const OptionFacts& option) {
  return option.least < option.most;
}

/// What lies between 0 and the least counts as the least, for who may ask for 0 as well.
template <typename Number>
constexpr Number settled(const OptionFacts& option, Number value) {
  return option.or_zero && value > 0 && value < option.least ? Number(option.least) : value;
}

/// An option of `Struct`.
template <typename Struct, typename Value>
struct Option : OptionFacts {
  using value_type = Value;

  constexpr Option(Value Struct::*where, const OptionFacts& facts)
      : OptionFacts(facts), field(where) {}

  Value Struct::*field;
};

using Rgba = std::array<std::uint8_t, 4>;

/// As properties carry a colour: 0xAARRGGBB.
constexpr std::uint32_t argb(const Rgba& color) {
  return std::uint32_t(color[3]) << 24U | std::uint32_t(color[0]) << 16U |
         std::uint32_t(color[1]) << 8U | std::uint32_t(color[2]);
}

/// The options of a struct: a tuple of Option.
template <typename Struct>
inline constexpr std::tuple<> options{};

/// Calls `visit` with each option of `Struct`.
template <typename Struct, typename Visit>
constexpr void for_each_option(Visit visit) {
  static_assert(std::tuple_size_v<std::remove_const_t<decltype(options<Struct>)>> > 0,
                "include the header that has the rows of this struct");
  std::apply([&](const auto&... option) { (visit(option), ...); }, options<Struct>);
}

/// The row of a field that has one.
template <typename Struct, typename Value>
constexpr Option<Struct, Value> option_of(Value Struct::*field) {
  Option<Struct, Value> found(field, {});
  for_each_option<Struct>([&](const auto& option) {
    if constexpr (std::is_same_v<decltype(option), const Option<Struct, Value>&>)
      if (option.field == field) found = option;
  });
  return found;
}

}  // namespace shm
