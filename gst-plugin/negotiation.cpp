// SPDX-License-Identifier: MIT
// What the element and its neighbours agree upon: caps, and what is presented in them.
#include "negotiation.hpp"

#include <algorithm>
#include <utility>

#include "caps.hpp"
#include "debug.hpp"
#include "element.hpp"
#include "formats.hpp"
#include "presentation.hpp"

#define GST_CAT_DEFAULT gst_shm_matting_debug

namespace shm {
namespace {

bool is_negotiated(GstBaseTransform* base) {
  return gst_pad_has_current_caps(GST_BASE_TRANSFORM_SRC_PAD(base)) != FALSE;
}

/// Changes settings in a running stream as far as downstream takes what comes of it.
void change_presentation(GstBaseTransform* base, const SettingsChange& change) {
  const Downstream downstream(GST_BASE_TRANSFORM_SINK_PAD(base), GST_BASE_TRANSFORM_SRC_PAD(base));
  Settings before, after;
  parts_of(base).settings.change([&](Settings& settings) {
    before = settings;
    change(settings);
    settings = presentable(before, std::move(settings), downstream);
    after = settings;
  });
  tell_of_presentation(GST_ELEMENT(base), before, after);
  const auto formats = allowed_formats(after);
  if (!std::ranges::equal(formats, allowed_formats(before))) {
    gst_base_transform_reconfigure_src(base);
  }
}

/// Where `body` fails no caps are left to agree on, and the stream ends with the error.
template <typename Body>
GstCaps* caps_or_none(GstBaseTransform* base, Body body) {
  auto* caps = guarded<GstCaps*>(base, nullptr, body);
  return caps == nullptr ? gst_caps_new_empty() : caps;
}

GstCaps* transform_caps(GstBaseTransform* base, GstPadDirection direction, GstCaps* caps,
                        GstCaps* filter) {
  return caps_or_none(base, [&] {
    const auto settings = parts_of(base).settings.snapshot();
    return shm::transform_caps(direction, caps, filter, allowed_formats(*settings));
  });
}

GstCaps* fixate_caps(GstBaseTransform* base, GstPadDirection direction, GstCaps* caps,
                     GstCaps* othercaps) {
  if (direction == GST_PAD_SRC) return gst_caps_fixate(othercaps);
  return caps_or_none(base, [&] {
    const auto settings = parts_of(base).settings.snapshot();
    return fixate_src_caps(caps, othercaps, allowed_formats(*settings));
  });
}

/// transform_frame is not for us, since its caller pushes unfilled buffers where mapping fails; but
/// GstVideoFilter takes an element without it for one that works in place.
gboolean set_caps(GstBaseTransform* base, GstCaps* in, GstCaps* out) {
  if (!parent_transform()->set_caps(base, in, out)) return FALSE;
  gst_base_transform_set_in_place(base, FALSE);
  return TRUE;
}

/// Whether frames come as they happen, from a camera say.
bool is_live(GstVideoFilter* filter) {
  const QueryPtr query(gst_query_new_latency());
  if (!gst_pad_peer_query(GST_BASE_TRANSFORM_SINK_PAD(filter), query.get())) return false;
  gboolean live = FALSE;
  gst_query_parse_latency(query.get(), &live, nullptr, nullptr);
  return live != FALSE;
}

GstClockTime frame_duration(const GstVideoInfo& info) {
  if (info.fps_n <= 0) return GST_CLOCK_TIME_NONE;
  return gst_util_uint64_scale_int(GST_SECOND, info.fps_d, info.fps_n);
}

/// A stream that begins is taken at its word; what stood in for the room as it ended goes where
/// alpha is used now.
void begin(GstBaseTransform* base) {
  const bool uses_alpha = downstream_uses_alpha(GST_BASE_TRANSFORM_SRC_PAD(base));
  SharedSettings& shared = parts_of(base).settings;
  shared.change([&](Settings& settings) {
    settings.room_in_sight = has_room_under_alpha(settings) && !uses_alpha;
  });
  if (uses_alpha && shared.snapshot()->stand_in) gst_base_transform_reconfigure_src(base);
}

/// A cut-out looks as if nothing had been done where alpha is dropped: said once, for that is what
/// most people meet first.
void tell_of_lost_alpha(GstBaseTransform* base) {
  Parts& parts = parts_of(base);
  if (parts.told_of_lost_alpha || !parts.settings.snapshot()->room_in_sight) return;
  parts.told_of_lost_alpha = true;
  GST_ELEMENT_INFO(base, STREAM, FORMAT,
                   ("What comes behind this element drops alpha, so the room stays in sight; set "
                    "background=blur, say, to replace it"),
                   (nullptr));
}

gboolean set_info(GstVideoFilter* filter, GstCaps* in_caps, GstVideoInfo* in, GstCaps* /*out_caps*/,
                  GstVideoInfo* out) {
  return guarded(filter, FALSE, [&]() -> gboolean {
    Parts& parts = parts_of(filter);
    parts.expect_frames(is_live(filter), frame_duration(*in));
    parts.gpu->expect(in_caps);
    parts.path.configure(*in, *out);
    GstBaseTransform* base = GST_BASE_TRANSFORM(filter);
    if (!is_negotiated(base)) begin(base);
    tell_of_lost_alpha(base);
    parts.engine.use_pixel_aspect(double(in->par_n) / in->par_d);
    parts.engine.prepare(in->width, in->height, parts.settings.snapshot()->matte);
    return TRUE;
  });
}

/// A pool that is proposed already is left alone by the base class.
gboolean propose_allocation(GstBaseTransform* base, GstQuery* decided, GstQuery* query) {
  return guarded(base, FALSE, [&]() -> gboolean {
    return parts_of(base).gpu->propose_pool(query) &&
           parent_transform()->propose_allocation(base, decided, query);
  });
}

gboolean decide_allocation(GstBaseTransform* base, GstQuery* query) {
  return guarded(base, FALSE, [&]() -> gboolean {
    return parts_of(base).gpu->decide_pool(query) &&
           parent_transform()->decide_allocation(base, query);
  });
}

}  // namespace

void change_settings(GstBaseTransform* base, const SettingsChange& change) {
  SharedSettings& shared = parts_of(base).settings;
  const auto before = shared.snapshot();
  Settings after = *before;
  change(after);
  if (!presents_otherwise(*before, after)) return shared.change(change);
  if (is_negotiated(base)) return change_presentation(base, change);
  shared.change([&](Settings& settings) {
    change(settings);
    settings = asked_for(std::move(settings));
  });
  gst_base_transform_reconfigure_src(base);
}

void present_anew(GstBaseTransform* base) {
  const bool due = gst_pad_needs_reconfigure(GST_BASE_TRANSFORM_SRC_PAD(base)) != FALSE;
  if (due && is_negotiated(base)) change_presentation(base, [](Settings&) {});
}

void answer_negotiation(GstVideoFilterClass* filter_class) {
  GstBaseTransformClass* transform_class = GST_BASE_TRANSFORM_CLASS(filter_class);
  transform_class->transform_caps = transform_caps;
  transform_class->fixate_caps = fixate_caps;
  transform_class->set_caps = set_caps;
  transform_class->propose_allocation = propose_allocation;
  transform_class->decide_allocation = decide_allocation;
  transform_class->passthrough_on_same_caps = FALSE;
  filter_class->set_info = set_info;
}

}  // namespace shm
