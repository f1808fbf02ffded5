// SPDX-License-Identifier: MIT
// Frames, from the first to the last: at what pace each is worked on, and what it took.
#include <utility>

#include "element.hpp"
#include "negotiation.hpp"
#include "shm/stop_watch.hpp"

namespace shm {
namespace {

gboolean start(GstBaseTransform* base) {
  parts_of(base).settings.change([](Settings& settings) { settings.shown.reset(); });
  parts_of(base).told_of_lost_alpha = false;
  parts_of(base).stats.restart();
  parts_of(base).latency.restart();
  parts_of(base).bypass.restart();
  return TRUE;
}

gboolean stop(GstBaseTransform* base) {
  return guarded(base, FALSE, [&] {
    parts_of(base).engine.cancel_swap();
    parts_of(base).forget_frames();
    parts_of(base).path.close();
    parts_of(base).gpu->forget();
    return TRUE;
  });
}

/// Where a stream is counted in bytes, as appsrc does unless told otherwise, frames have no time.
bool is_timed(GstBaseTransform* base) {
  return base->segment.format == GST_FORMAT_TIME;
}

/// In running time, which goes on where a stream is played backwards.
GstClockTime running_time(GstBaseTransform* base, GstBuffer* frame) {
  if (!is_timed(base)) return GST_CLOCK_TIME_NONE;
  return gst_segment_to_running_time(&base->segment, GST_FORMAT_TIME, GST_BUFFER_TIMESTAMP(frame));
}

/// Has the base class, which drops what is late already, drop what would be late once it is done.
void drop_if_late(GstBaseTransform* base, GstBuffer* frame) {
  if (!is_playing(base)) return;
  const GstClockTime time = running_time(base, frame);
  const auto late = parts_of(base).late.late(time, now(base));
  if (late) gst_base_transform_update_qos(base, 1.0, *late, time);
}

/// Who does not know what downstream takes now shows nothing.
GstFlowReturn present_or_drop(GstBaseTransform* base) {
  try {
    present_anew(base);
    return GST_FLOW_OK;
  } catch (...) {
    Parts& parts = parts_of(base);
    return parts.path.drop(current_failure(), *parts.settings.snapshot());
  }
}

GstFlowReturn submit_input_buffer(GstBaseTransform* base, gboolean discont, GstBuffer* input) {
  parts_of(base).downstream_changed = false;
  const GstFlowReturn presented = present_or_drop(base);
  if (presented != GST_FLOW_OK) {
    gst_buffer_unref(input);
    return presented;
  }
  if_possible([&] { drop_if_late(base, input); });
  const GstFlowReturn result = parent_transform()->submit_input_buffer(base, discont, input);
  if (result == GST_BASE_TRANSFORM_FLOW_DROPPED) {
    parts_of(base).stats.count_dropped();
  }
  return result;
}

/// A GPU without memory for what goes on may have some for the next frame.
GstFlowReturn prepare_output_buffer(GstBaseTransform* base, GstBuffer* in, GstBuffer** out) {
  const GstFlowReturn result = parent_transform()->prepare_output_buffer(base, in, out);
  Parts& parts = parts_of(base);
  if (result != GST_FLOW_ERROR || !parts.gpu->expected()) return result;
  return guarded(base, GST_FLOW_ERROR, [&] {
    return parts.path.drop({FailureKind::memory, "the GPU has no memory for a frame"},
                           *parts.settings.snapshot());
  });
}

void before_transform(GstBaseTransform* base, GstBuffer* buffer) {
  if (!is_timed(base)) return;
  const GstClockTime time =
      gst_segment_to_stream_time(&base->segment, GST_FORMAT_TIME, GST_BUFFER_TIMESTAMP(buffer));
  if (GST_CLOCK_TIME_IS_VALID(time)) gst_object_sync_values(GST_OBJECT(base), time);
}

void tell_stats(GstBaseTransform* base, int interval) {
  Parts& parts = parts_of(base);
  if (!parts.stats_clock.is_time(interval)) return;
  gst_element_post_message(GST_ELEMENT(base),
                           gst_message_new_element(GST_OBJECT(base), parts.stats.structure()));
}

/// Of a frame whose alpha was kept, which tells nothing of what others take, nothing is learnt.
void measure(GstElement* element, double ms, double work_ms) {
  Parts& parts = parts_of(element);
  parts.stats.add_processor_ms(work_ms);
  const AlphaOrigin origin = parts.engine.times().origin;
  if (origin == AlphaOrigin::kept) return;
  parts.demand.measure(ms, work_ms);
  parts.interval.measure(ms, origin == AlphaOrigin::carried);
  const auto now = GstClockTime(g_get_monotonic_time()) * GST_USECOND;
  if (!parts.latency.measure(ms, now)) return;
  gst_element_post_message(element, gst_message_new_latency(GST_OBJECT(element)));
}

/// How the frame in hand is worked on.
void set_pace(Parts& parts, const Settings& settings) {
  const int threads = settings.matter.threads > 0 ? 0 : parts.demand.threads();
  const int interval = settings.interval > 0 ? settings.interval : parts.interval.interval();
  parts.engine.use_threads(threads);
  parts.engine.use_interval(interval);
  parts.stats.set_pace(threads, interval);
}

/// Whether downstream changed while a frame was worked on whose room only alpha hides.
bool may_show_room(const Parts& parts, const Settings& settings) {
  return parts.downstream_changed && has_room_under_alpha(settings) && !settings.room_in_sight;
}

GstFlowReturn transform(GstBaseTransform* base, GstBuffer* in, GstBuffer* out) {
  return guarded(base, GST_FLOW_ERROR, [&] {
    Parts& parts = parts_of(base);
    const auto settings = parts.settings.snapshot();
    const GstClockTime time = running_time(base, in);
    const double as_it_came = parts.bypass.share(settings->enabled, time, settings->transition);
    const bool follows = parts.continuity.follows(time, GST_BUFFER_DURATION(in));
    if (!follows || parts.bypass.came_back()) parts.engine.reset();
    const StopWatch watch;
    const double work_before = parts.engine.processor_ms();
    if_possible([&] { parts.engine.swap_to(settings->matter.model); });
    set_pace(parts, *settings);
    parts.engine.use_time(time);
    const GstFlowReturn result = parts.path.process(in, out, *settings, as_it_came);
    const double ms = watch.ms();
    if_possible([&] {
      parts.late.measure(ms, now(base));
      if (as_it_came < 1) measure(GST_ELEMENT(base), ms, parts.engine.processor_ms() - work_before);
      tell_stats(base, settings->stats_interval);
    });
    if (result != GST_FLOW_OK || !may_show_room(parts, *settings)) return result;
    parts.stats.count_dropped();
    return GST_BASE_TRANSFORM_FLOW_DROPPED;
  });
}

gboolean transform_meta(GstBaseTransform* /*base*/, GstBuffer* /*out*/, GstMeta* meta,
                        GstBuffer* /*in*/) {
  static const GQuark colorspace = g_quark_from_static_string(GST_META_TAG_VIDEO_COLORSPACE_STR);
  return !gst_meta_api_type_has_tag(meta->info->api, colorspace);
}

}  // namespace

void answer_streaming(GstBaseTransformClass* transform_class) {
  transform_class->start = start;
  transform_class->stop = stop;
  transform_class->submit_input_buffer = submit_input_buffer;
  transform_class->prepare_output_buffer = prepare_output_buffer;
  transform_class->before_transform = before_transform;
  transform_class->transform = transform;
  transform_class->transform_meta = transform_meta;
}

}  // namespace shm
