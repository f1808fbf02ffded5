// SPDX-License-Identifier: MIT
// What is shown where downstream cannot take what a user asks for while frames flow.
#pragma once

#include <gst/gst.h>

#include "gst_ptr.hpp"
#include "settings.hpp"

namespace shm {

/// What takes the frames that leave a negotiated element, as it says at that moment.
class Downstream {
 public:
  /// Asks, so no lock may be held.
  Downstream(GstPad* sink, GstPad* src);

  /// Whether there is a format in which those settings' frames can go on.
  bool takes(const Settings& settings) const;
  bool uses_alpha() const { return uses_alpha_; }

 private:
  CapsPtr input_, taken_;
  bool uses_alpha_;
};

/// The settings without what goes on or stands in.
Settings asked_for(Settings settings);

/// Whether a change of settings makes other pictures of what a user asks for.
bool presents_otherwise(const Settings& before, const Settings& after);

/// `wanted` with what goes on or stands in where downstream cannot take it, or would show the room
/// that was out of sight before.
Settings presentable(const Settings& before, Settings wanted, const Downstream& downstream);

/// Warns of what `after` shows that was not asked for, unless `before` did as well.
void tell_of_presentation(GstElement* element, const Settings& before, const Settings& after);

}  // namespace shm
