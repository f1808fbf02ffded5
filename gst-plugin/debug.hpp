// SPDX-License-Identifier: MIT
// What GST_DEBUG shows: a category of the element, and one of each stage of a frame.
#pragma once

#include <gst/gst.h>

#include "stats.hpp"

GST_DEBUG_CATEGORY_EXTERN(gst_shm_matting_debug);

namespace shm {

void init_debug_categories();

/// Each stage's milliseconds, at the level LOG of its category.
void log_times(GstElement* element, const FrameTimes& times);

}  // namespace shm
