// SPDX-License-Identifier: MIT
// What the element and its neighbours agree upon: caps, and what is presented in them.
#pragma once

#include <gst/video/gstvideofilter.h>

#include <functional>

#include "settings.hpp"

namespace shm {

using SettingsChange = std::function<void(Settings&)>;

/// Changes what a user sets; in a running stream as far as downstream takes what comes of it.
void change_settings(GstBaseTransform* base, const SettingsChange& change);

/// Where downstream may have changed, so may what it takes of what was asked for.
void present_anew(GstBaseTransform* base);

}  // namespace shm
