// SPDX-License-Identifier: MIT
// The GTypes of the element's enumerations.
#pragma once

#include <gst/gst.h>

#include <algorithm>
#include <array>

#include "element_options.hpp"

namespace shm {

template <typename Enum>
inline constexpr const char* enum_type_name = nullptr;
template <>
inline constexpr const char* enum_type_name<Output> = "GstShmMattingOutput";
template <>
inline constexpr const char* enum_type_name<AlphaMode> = "GstShmMattingAlphaMode";
template <>
inline constexpr const char* enum_type_name<Background> = "GstShmMattingBackground";
template <>
inline constexpr const char* enum_type_name<Precision> = "GstShmMattingPrecision";
template <>
inline constexpr const char* enum_type_name<FeatherSide> = "GstShmMattingFeatherSide";
template <>
inline constexpr const char* enum_type_name<Keep> = "GstShmMattingKeep";
template <>
inline constexpr const char* enum_type_name<OnError> = "GstShmMattingOnError";

template <typename Enum>
constexpr bool has_alias(const Choice<Enum>& choice) {
  return choice.alias != nullptr;
}

/// As g_enum_register_static() takes them: aliases behind all others, so that g_enum_get_value()
/// finds none; gst-inspect lists them too. The last is all zeros.
template <typename Enum>
constexpr auto enum_values() {
  constexpr auto aliases = std::size_t(std::ranges::count_if(choices<Enum>, has_alias<Enum>));
  std::array<GEnumValue, choices<Enum>.size() + aliases + 1> values{};
  auto next = values.begin();
  for (const Choice<Enum>& choice : choices<Enum>)
    *next++ = {static_cast<gint>(choice.value), choice.blurb, choice.text};
  for (const Choice<Enum>& choice : choices<Enum>)
    if (has_alias(choice)) *next++ = {static_cast<gint>(choice.value), choice.alias, choice.alias};
  return values;
}

/// Registered on first use; its values are those of the C++ enum.
template <typename Enum>
GType enum_type() {
  static constexpr auto values = enum_values<Enum>();
  static const GType type = [] {
    const GType registered = g_enum_register_static(enum_type_name<Enum>, values.data());
    gst_type_mark_as_plugin_api(registered, GstPluginAPIFlags(0));
    return registered;
  }();
  return type;
}

}  // namespace shm
