// SPDX-License-Identifier: MIT
// What the element hears from its neighbours, and what it tells them of its latency.
#include "element.hpp"
#include "negotiation.hpp"

namespace shm {
namespace {

void hear_of_orientation(GstBaseTransform* base, GstEvent* event) {
  Parts& parts = parts_of(base);
  switch (GST_EVENT_TYPE(event)) {
    case GST_EVENT_STREAM_START: parts.orientation.restart(); break;
    case GST_EVENT_TAG: parts.orientation.hear(event); break;
    default: return;
  }
  const bool turned = is_turned_before(GST_BASE_TRANSFORM_SINK_PAD(base));
  parts.engine.turn_upright(turned ? Turn() : parts.orientation.upright());
}

gboolean sink_event(GstBaseTransform* base, GstEvent* event) {
  guarded(base, [&] { hear_of_orientation(base, event); });
  if (GST_EVENT_TYPE(event) == GST_EVENT_CAPS) if_possible([&] { present_anew(base); });
  const bool reset = guarded(base, false, [&] {
    if (GST_EVENT_TYPE(event) == GST_EVENT_FLUSH_STOP) return true;
    if (GST_EVENT_TYPE(event) != GST_EVENT_SEGMENT) return false;
    const GstSegment* segment = nullptr;
    gst_event_parse_segment(event, &segment);
    GstSegment known = base->segment;
    known.position = segment->position;  // it moves with the frames
    return !gst_segment_is_equal(segment, &known);
  });
  if (reset) guarded(base, [&] { parts_of(base).forget_frames(); });
  return parent_transform()->sink_event(base, event);
}

/// What sinks tell of how frames come to them.
void hear(GstBaseTransform* base, GstEvent* event) {
  if (GST_EVENT_TYPE(event) == GST_EVENT_LATENCY) {
    GstClockTime latency = GST_CLOCK_TIME_NONE;
    gst_event_parse_latency(event, &latency);
    parts_of(base).late.set_latency(latency);
  }
  if (GST_EVENT_TYPE(event) == GST_EVENT_RECONFIGURE) parts_of(base).downstream_changed = true;
  if (GST_EVENT_TYPE(event) != GST_EVENT_QOS || !is_playing(base)) return;
  GstQOSType type = GST_QOS_TYPE_OVERFLOW;
  GstClockTimeDiff late = 0;
  gst_event_parse_qos(event, &type, nullptr, &late, nullptr);
  if (type != GST_QOS_TYPE_THROTTLE) parts_of(base).late.report(late, now(base));
}

gboolean src_event(GstBaseTransform* base, GstEvent* event) {
  guarded(base, [&] { hear(base, event); });
  return parent_transform()->src_event(base, event);
}

/// Whoever asks upstream after a change downstream hears what comes of what is presented then.
gboolean query(GstBaseTransform* base, GstPadDirection direction, GstQuery* query) {
  if (parts_of(base).gpu->answer(query)) return TRUE;
  if (direction == GST_PAD_SINK) if_possible([&] { present_anew(base); });
  if (!parent_transform()->query(base, direction, query)) return FALSE;
  if (direction != GST_PAD_SRC || GST_QUERY_TYPE(query) != GST_QUERY_LATENCY) return TRUE;
  gboolean live = FALSE;
  GstClockTime min = 0;
  GstClockTime max = 0;
  gst_query_parse_latency(query, &live, &min, &max);
  // Both grow: while the element works on a frame it holds it, and nobody upstream has to.
  const GstClockTime own = parts_of(base).latency.reported();
  gst_query_set_latency(query, live, min + own, GST_CLOCK_TIME_IS_VALID(max) ? max + own : max);
  return TRUE;
}

}  // namespace

void answer_events(GstBaseTransformClass* transform_class) {
  transform_class->sink_event = sink_event;
  transform_class->src_event = src_event;
  transform_class->query = query;
}

}  // namespace shm
