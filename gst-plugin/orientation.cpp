// SPDX-License-Identifier: MIT
// How the picture lies in a stream's frames, as tags say.
#include "orientation.hpp"

#include <gst/video/video.h>

namespace shm {
namespace {

Turn turn_of(GstVideoOrientationMethod method) {
  switch (method) {
    case GST_VIDEO_ORIENTATION_90R: return {.transposed = true, .mirrored = true};
    case GST_VIDEO_ORIENTATION_180: return {.upside_down = true, .mirrored = true};
    case GST_VIDEO_ORIENTATION_90L: return {.transposed = true, .upside_down = true};
    case GST_VIDEO_ORIENTATION_HORIZ: return {.mirrored = true};
    case GST_VIDEO_ORIENTATION_VERT: return {.upside_down = true};
    case GST_VIDEO_ORIENTATION_UL_LR: return {.transposed = true};
    case GST_VIDEO_ORIENTATION_UR_LL:
      return {.transposed = true, .upside_down = true, .mirrored = true};
    default: return {};
  }
}

}  // namespace

void Orientation::hear(GstEvent* event) {
  GstTagList* tags = nullptr;
  gst_event_parse_tag(event, &tags);
  GstVideoOrientationMethod method = GST_VIDEO_ORIENTATION_IDENTITY;
  if (!gst_video_orientation_from_tag(tags, &method)) return;
  Told& told = gst_tag_list_get_scope(tags) == GST_TAG_SCOPE_STREAM ? of_stream_ : of_medium_;
  told = {true, turn_of(method)};
}

}  // namespace shm
