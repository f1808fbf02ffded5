// SPDX-License-Identifier: MIT
// The element's options: those of the library that are a property, and its own.
#pragma once

#include <tuple>
#include <type_traits>

#include "settings.hpp"
#include "shm/options.hpp"

namespace shm {

template <>
inline constexpr std::array choices<OnError> = {
    Choice<OnError>{OnError::transparent, "transparent", "Show nothing"},
    Choice<OnError>{OnError::hold, "hold", "Repeat the last frame that was matted"},
    Choice<OnError>{OnError::pass, "pass", "Show the frame as it is, room included"},
    Choice<OnError>{OnError::error, "error", "Stop with an error"},
};

/// The library's, of which the element alone knows what 0 stands for.
constexpr Option<Settings, int> interval_option() {
  OptionFacts facts = option_of(&FrameOptions::interval);
  facts.or_zero = true;
  facts.offered = Offered::by_element;
  return {&Settings::interval, facts};
}

template <>
inline constexpr auto options<Settings> = std::tuple{
    interval_option(),
    output_option(&Settings::output, "What the source pad carries"),
    Option{&Settings::on_error,
           {.name = "on-error",
            .nick = "On error",
            .blurb = "What becomes of a frame that could not be matted; only 'pass' ever shows the "
                     "room"}},
    Option{&Settings::enabled,
           {.name = "enabled",
            .nick = "Enabled",
            .blurb = "Whether people are cut out. Without, the frame is shown as it came, room "
                     "included, and the network rests"}},
    Option{&Settings::transition,
           {.name = "transition",
            .nick = "Transition",
            .blurb = "How long the room takes to come into sight or to go when enabled changes",
            .unit = "ms",
            .most = Settings::longest_transition}},
    Option{&Settings::stats_interval,
           {.name = "stats-interval",
            .nick = "Interval of statistics",
            .blurb = "How often an element message with the structure of stats is posted while "
                     "frames flow; 0: never",
            .unit = "ms",
            .most = Settings::longest_stats_interval}},
};

/// What of the settings an option of `Struct` is a field of.
template <typename Struct, typename AnySettings>
constexpr auto& part_of(AnySettings& settings) {
  if constexpr (std::is_same_v<Struct, ModelOptions>) {
    return settings.matter;
  } else if constexpr (std::is_same_v<Struct, FrameOptions>) {
    return settings.matte;
  } else if constexpr (std::is_same_v<Struct, Look>) {
    return settings.look;
  } else {
    return settings;
  }
}

template <typename Struct, typename Value, typename AnySettings>
constexpr auto& field_of(const Option<Struct, Value>& option, AnySettings& settings) {
  return part_of<Struct>(settings).*option.field;
}

/// Calls `visit` with each option that is a property of the element, in the order of their ids.
template <typename Visit>
constexpr void for_each_property(Visit visit) {
  const auto offered = [&](const auto& option) {
    if (option.offered == Offered::everywhere || option.offered == Offered::by_element)
      visit(option);
  };
  for_each_option<ModelOptions>(offered);
  for_each_option<FrameOptions>(offered);
  for_each_option<Settings>(offered);
  for_each_option<Look>(offered);
}

/// Of "stats", the property that is read alone.
inline constexpr const char* stats_blurb =
    "Since the start: frames, inferred, carried, kept, bypassed, dropped (QoS), failures; model, "
    "device, precision, vector unit, threads, interval and zoom in use; processor time; mean, p50, "
    "p95 and p99 of the latest 300 frames' convert, preprocess, network, postprocess, compose and "
    "total times, milliseconds";

}  // namespace shm
