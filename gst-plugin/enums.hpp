// SPDX-License-Identifier: MIT
// The GTypes of the element's enumerations.
#pragma once

#include <gst/gst.h>

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

/// As g_enum_register_static() takes them: the last is all zeros.
template <typename Enum>
constexpr auto enum_values() {
  std::array<GEnumValue, choices<Enum>.size() + 1> values{};
  for (std::size_t i = 0; i < choices<Enum>.size(); ++i) {
    const Choice<Enum>& choice = choices<Enum>[i];
    values[i] = {static_cast<gint>(choice.value), choice.blurb, choice.text};
  }
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
