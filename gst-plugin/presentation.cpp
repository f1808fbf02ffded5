// SPDX-License-Identifier: MIT
// What is shown where downstream cannot take what a user asks for while frames flow.
#include "presentation.hpp"

#include <string>
#include <tuple>
#include <utility>

#include "caps.hpp"
#include "failure.hpp"
#include "formats.hpp"
#include "shm/options.hpp"

namespace shm {
namespace {

bool shows_room(const Settings& settings, const Downstream& downstream) {
  return has_room_under_alpha(settings) && !downstream.uses_alpha();
}

bool fits(const Settings& before, const Settings& after, const Downstream& downstream) {
  return downstream.takes(after) && (before.room_in_sight || !shows_room(after, downstream));
}

bool is_refused(const Settings& settings) {
  return effective_output(settings) != settings.output;
}

std::string output_is(Output output) {
  return std::string("output=") + choice_text(output);
}

}  // namespace

Downstream::Downstream(GstPad* sink, GstPad* src)
    : input_(gst_pad_get_current_caps(sink)),
      taken_(gst_pad_peer_query_caps(src, nullptr)),
      uses_alpha_(downstream_uses_alpha(src)) {}

bool Downstream::takes(const Settings& settings) const {
  if (!input_) return true;
  const CapsPtr common(
      transform_caps(GST_PAD_SINK, input_.get(), taken_.get(), allowed_formats(settings)));
  return gst_caps_is_empty(common.get()) == FALSE;
}

bool presents_otherwise(const Settings& before, const Settings& after) {
  const auto asked = [](const Settings& settings) {
    return std::tuple(settings.output, settings.look.background, settings.look.alpha_mode);
  };
  return asked(before) != asked(after);
}

Settings asked_for(Settings settings) {
  settings.shown.reset();
  settings.stand_in = false;
  settings.room_in_sight = false;
  return settings;
}

Settings presentable(const Settings& before, Settings wanted, const Downstream& downstream) {
  for (const Output output : {wanted.output, effective_output(before)}) {
    for (const bool stand_in : {false, true}) {
      wanted.shown = output;
      wanted.stand_in = stand_in;
      wanted.room_in_sight = shows_room(wanted, downstream);
      if (fits(before, wanted, downstream)) return wanted;
    }
  }
  return asked_for(std::move(wanted));
}

void tell_of_presentation(GstElement* element, const Settings& before, const Settings& after) {
  const bool known = is_refused(before) && before.output == after.output;
  if (is_refused(after) && !known) {
    const char* format = gst_video_format_to_string(allowed_formats(asked_for(after)).front());
    post_warning(element,
                 {FailureKind::option, output_is(after.output) + " gives " + format +
                                           ", which what comes behind this element does not take; "
                                           "put videoconvert behind it"},
                 "going on with " + output_is(effective_output(after)));
  }
  if (after.stand_in && !before.stand_in) {
    post_warning(element,
                 {FailureKind::option,
                  "what comes behind this element drops alpha and would show the room; put "
                  "video/x-raw,format=RGBA behind it if alpha is wanted"},
                 "background-color stands in");
  }
}

}  // namespace shm
