// SPDX-License-Identifier: MIT
// How the picture lies in a stream's frames, as tags say.
#include "orientation.hpp"

#include <gst/video/video.h>

#include "gst_ptr.hpp"

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

/// The element that feeds a pad, nullptr where there is none or it is a bin's matter.
ElementPtr element_before(GstPad* sink) {
  const PadPtr peer(gst_pad_get_peer(sink));
  return ElementPtr(peer ? gst_pad_get_parent_element(peer.get()) : nullptr);
}

bool turns_by_tag(GstElement* element) {
  if (g_strcmp0(G_OBJECT_TYPE_NAME(element), "GstVideoFlip") != 0) return false;
  gint direction = GST_VIDEO_ORIENTATION_IDENTITY;
  g_object_get(element, "video-direction", &direction, nullptr);
  return direction == GST_VIDEO_ORIENTATION_AUTO;
}

}  // namespace

bool is_turned_before(GstPad* sink) {
  PadPtr pad(GST_PAD(gst_object_ref(sink)));
  while (pad) {
    const ElementPtr element = element_before(pad.get());
    if (!element) return false;
    if (turns_by_tag(element.get())) return true;
    pad.reset(gst_element_get_static_pad(element.get(), "sink"));
  }
  return false;
}

void Orientation::hear(GstEvent* event) {
  GstTagList* tags = nullptr;
  gst_event_parse_tag(event, &tags);
  GstVideoOrientationMethod method = GST_VIDEO_ORIENTATION_IDENTITY;
  if (!gst_video_orientation_from_tag(tags, &method)) return;
  Told& told = gst_tag_list_get_scope(tags) == GST_TAG_SCOPE_STREAM ? of_stream_ : of_medium_;
  told = {true, turn_of(method)};
}

}  // namespace shm
