// SPDX-License-Identifier: MIT
// The element: GStreamer's calls, handed on to the parts that answer them.
/**
 * SECTION:element-shmmatting
 * @title: shmmatting
 *
 * Cuts people out of video, without a green screen: any raw video in, the same frame out as RGBA
 * (or YUV) whose alpha says, softly, how much of each pixel is a person. Alpha belongs to the very
 * frame it is on, and is straight unless #GstShmMatting:alpha-mode says otherwise. With
 * #GstShmMatting:background something else stands behind the person; #GstShmMatting:output can ask
 * for alpha or the trimap alone. A frame that could not be matted is blank, unless
 * #GstShmMatting:on-error says otherwise: the room is never shown by accident.
 *
 * Alpha that the input has already limits the alpha that comes out. Where tags say how the camera
 * was held (image-orientation), the network sees people upright; the frame stays as it came.
 *
 * The network is loaded from NULL to READY. SHM_LIBRARY in the environment names the library to use
 * in place of the installed libshmmatting.so.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 v4l2src ! shmmatting background=blur ! videoconvert ! autovideosink
 * ]| A camera with its background blurred.
 * |[
 * gst-launch-1.0 v4l2src ! shmmatting background=image background-image=beach.jpg !
 *     video/x-raw,format=YUY2 ! v4l2sink device=/dev/video2
 * ]| A virtual camera (v4l2loopback) with a beach behind the person.
 * |[
 * gst-launch-1.0 filesrc location=talk.mp4 ! decodebin ! shmmatting ! compositor name=mix
 *     sink_0::zorder=2 ! videoconvert ! autovideosink videotestsrc ! mix.
 * ]| A person over another video.
 *
 * Since: 0.1
 */

#include "shmmatting.hpp"

#include <gst/video/gstvideofilter.h>
#include <gst/video/video.h>

#include <algorithm>
#include <utility>

#include "bypass.hpp"
#include "caps.hpp"
#include "continuity.hpp"
#include "element_options.hpp"
#include "failure.hpp"
#include "formats.hpp"
#include "frame_path.hpp"
#include "gst_ptr.hpp"
#include "interval_demand.hpp"
#include "late_frames.hpp"
#include "latency.hpp"
#include "matting_engine.hpp"
#include "orientation.hpp"
#include "presentation.hpp"
#include "properties.hpp"
#include "settings.hpp"
#include "shm/stop_watch.hpp"
#include "stats.hpp"
#include "stats_clock.hpp"
#include "thread_demand.hpp"

GST_DEBUG_CATEGORY(gst_shm_matting_debug);
#define GST_CAT_DEFAULT gst_shm_matting_debug

namespace {

/// What the element is made of. Settings and statistics may be asked for by any thread, and late
/// frames be told of; the rest belongs to the streaming thread while there is one.
struct Parts {
  explicit Parts(GstElement* element) : engine(element, stats), path(element, engine, stats) {}

  shm::SharedSettings settings;
  shm::Stats stats;
  shm::StatsClock stats_clock;
  shm::Latency latency;
  shm::LateFrames late;
  shm::ThreadDemand demand;
  shm::IntervalDemand interval;
  shm::Continuity continuity;
  shm::Bypass bypass;
  shm::Orientation orientation;
  shm::MattingEngine engine;
  shm::FramePath path;
  bool told_of_lost_alpha = false;

  /// A new scene: nothing of earlier frames is to show in later ones.
  void forget_frames() {
    continuity.reset();
    late.reset();
    engine.reset();
  }
};

}  // namespace

struct GstShmMatting {
  GstVideoFilter parent;
  Parts* parts;
};

struct GstShmMattingClass {
  GstVideoFilterClass parent_class;
};

GType gst_shm_matting_get_type();
// NOLINTNEXTLINE(performance-no-int-to-ptr)
G_DEFINE_TYPE(GstShmMatting, gst_shm_matting, GST_TYPE_VIDEO_FILTER)
GST_ELEMENT_REGISTER_DEFINE(shmmatting, "shmmatting", GST_RANK_NONE, gst_shm_matting_get_type())

namespace {

GstShmMatting* self_of(gpointer instance) {
  return static_cast<GstShmMatting*>(instance);
}
Parts& parts_of(gpointer instance) {
  return *self_of(instance)->parts;
}

GstBaseTransformClass* parent_transform() {
  return GST_BASE_TRANSFORM_CLASS(gst_shm_matting_parent_class);
}

/// Keeps C++ exceptions inside: runs `body`, or posts an error and returns `otherwise`.
template <typename Result, typename Body>
Result guarded(gpointer instance, Result otherwise, Body body) {
  try {
    return body();
  } catch (...) {
    shm::post_error(GST_ELEMENT(instance), shm::current_failure());
    return otherwise;
  }
}

template <typename Body>
void guarded(gpointer instance, Body body) {
  guarded(instance, 0, [&] {
    body();
    return 0;
  });
}

guint stats_id() {
  return shm::setting_count() + 1;
}

bool is_negotiated(GstBaseTransform* base) {
  return gst_pad_has_current_caps(GST_BASE_TRANSFORM_SRC_PAD(base)) != FALSE;
}

shm::Downstream downstream_of(GstBaseTransform* base) {
  return {GST_BASE_TRANSFORM_SINK_PAD(base), GST_BASE_TRANSFORM_SRC_PAD(base)};
}

/// Changes settings in a running stream as far as downstream takes what comes of it.
template <typename Change>
void change_presentation(GstBaseTransform* base, Change change) {
  const shm::Downstream downstream = downstream_of(base);
  shm::Settings before, after;
  parts_of(base).settings.change([&](shm::Settings& settings) {
    before = settings;
    change(settings);
    settings = shm::presentable(before, std::move(settings), downstream);
    after = settings;
  });
  shm::tell_of_presentation(GST_ELEMENT(base), before, after);
  const auto formats = shm::allowed_formats(after);
  if (!std::ranges::equal(formats, shm::allowed_formats(before))) {
    gst_base_transform_reconfigure_src(base);
  }
}

void set_property(GObject* object, guint id, const GValue* value, GParamSpec* /*spec*/) {
  guarded(object, [&] {
    GstBaseTransform* base = GST_BASE_TRANSFORM(object);
    shm::SharedSettings& shared = parts_of(object).settings;
    const auto set = [&](shm::Settings& settings) { shm::set_setting(settings, id, value); };
    const auto before = shared.snapshot();
    shm::Settings after = *before;
    set(after);
    const bool otherwise = shm::presents_otherwise(*before, after);
    if (otherwise && is_negotiated(base)) return change_presentation(base, set);
    shared.change(set);
    if (otherwise) gst_base_transform_reconfigure_src(base);
  });
}

void get_property(GObject* object, guint id, GValue* value, GParamSpec* /*spec*/) {
  guarded(object, [&] {
    if (id == stats_id()) {
      g_value_take_boxed(value, parts_of(object).stats.structure());
    } else {
      shm::get_setting(*parts_of(object).settings.snapshot(), id, value);
    }
  });
}

void finalize(GObject* object) {
  delete self_of(object)->parts;
  G_OBJECT_CLASS(gst_shm_matting_parent_class)->finalize(object);
}

/// Both ways up to PAUSED open the model, so that what was set in READY counts as well.
gboolean open_model(GstElement* element) {
  return guarded(element, FALSE, [&] {
    Parts& parts = parts_of(element);
    parts.engine.open(parts.settings.snapshot()->matter);
    return TRUE;
  });
}

GstStateChangeReturn change_state(GstElement* element, GstStateChange transition) {
  const bool upwards = transition == GST_STATE_CHANGE_NULL_TO_READY ||
                       transition == GST_STATE_CHANGE_READY_TO_PAUSED;
  if (upwards && !open_model(element)) return GST_STATE_CHANGE_FAILURE;
  const GstStateChangeReturn result =
      GST_ELEMENT_CLASS(gst_shm_matting_parent_class)->change_state(element, transition);
  if (transition == GST_STATE_CHANGE_PLAYING_TO_PAUSED) parts_of(element).late.reset();
  if (transition == GST_STATE_CHANGE_READY_TO_NULL) {
    guarded(element, [&] { parts_of(element).engine.close(); });
  }
  return result;
}

gboolean start(GstBaseTransform* base) {
  parts_of(base).settings.change(
      [](shm::Settings& settings) { settings = shm::asked_for(std::move(settings)); });
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
    return TRUE;
  });
}

GstCaps* transform_caps(GstBaseTransform* base, GstPadDirection direction, GstCaps* caps,
                        GstCaps* filter) {
  return guarded<GstCaps*>(base, nullptr, [&] {
    const auto settings = parts_of(base).settings.snapshot();
    return shm::transform_caps(direction, caps, filter, shm::allowed_formats(*settings));
  });
}

GstCaps* fixate_caps(GstBaseTransform* base, GstPadDirection direction, GstCaps* caps,
                     GstCaps* othercaps) {
  if (direction == GST_PAD_SRC) return gst_caps_fixate(othercaps);
  return guarded<GstCaps*>(base, nullptr, [&] {
    const auto settings = parts_of(base).settings.snapshot();
    return shm::fixate_src_caps(caps, othercaps, shm::allowed_formats(*settings));
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
  const shm::QueryPtr query(gst_query_new_latency());
  if (!gst_pad_peer_query(GST_BASE_TRANSFORM_SINK_PAD(filter), query.get())) return false;
  gboolean live = FALSE;
  gst_query_parse_latency(query.get(), &live, nullptr, nullptr);
  return live != FALSE;
}

GstClockTime frame_duration(const GstVideoInfo& info) {
  if (info.fps_n <= 0) return GST_CLOCK_TIME_NONE;
  return gst_util_uint64_scale_int(GST_SECOND, info.fps_d, info.fps_n);
}

/// A cut-out looks as if nothing had been done where alpha is dropped: said once, for that is what
/// most people meet first.
void tell_of_lost_alpha(GstBaseTransform* base) {
  Parts& parts = parts_of(base);
  if (parts.told_of_lost_alpha || !shm::has_room_under_alpha(*parts.settings.snapshot())) return;
  if (shm::downstream_uses_alpha(GST_BASE_TRANSFORM_SRC_PAD(base))) return;
  parts.told_of_lost_alpha = true;
  GST_ELEMENT_INFO(base, STREAM, FORMAT,
                   ("What comes behind this element drops alpha, so the room stays in sight; set "
                    "background=blur, say, to replace it"),
                   (nullptr));
}

gboolean set_info(GstVideoFilter* filter, GstCaps* /*in_caps*/, GstVideoInfo* in,
                  GstCaps* /*out_caps*/, GstVideoInfo* out) {
  return guarded(filter, FALSE, [&]() -> gboolean {
    Parts& parts = parts_of(filter);
    const bool live = is_live(filter);
    parts.engine.reset();
    parts.engine.set_live(live);
    parts.demand.restart(live, frame_duration(*in));
    parts.interval.restart(live, frame_duration(*in));
    parts.late.restart(frame_duration(*in));
    parts.latency.set_frame(frame_duration(*in));
    parts.continuity.restart(frame_duration(*in));
    parts.path.configure(*in, *out);
    tell_of_lost_alpha(GST_BASE_TRANSFORM(filter));
    parts.engine.use_pixel_aspect(double(in->par_n) / in->par_d);
    parts.engine.prepare(in->width, in->height, parts.settings.snapshot()->matte);
    return TRUE;
  });
}

void hear_of_orientation(GstBaseTransform* base, GstEvent* event) {
  Parts& parts = parts_of(base);
  switch (GST_EVENT_TYPE(event)) {
    case GST_EVENT_STREAM_START: parts.orientation.restart(); break;
    case GST_EVENT_TAG: parts.orientation.hear(event); break;
    default: return;
  }
  const bool turned = shm::is_turned_before(GST_BASE_TRANSFORM_SINK_PAD(base));
  parts.engine.turn_upright(turned ? shm::Turn() : parts.orientation.upright());
}

gboolean sink_event(GstBaseTransform* base, GstEvent* event) {
  guarded(base, [&] { hear_of_orientation(base, event); });
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

GstClockTime now(GstBaseTransform* base) {
  return gst_element_get_current_running_time(GST_ELEMENT(base));
}

bool is_playing(GstBaseTransform* base) {
  GST_OBJECT_LOCK(base);
  const bool playing = GST_STATE(base) == GST_STATE_PLAYING;
  GST_OBJECT_UNLOCK(base);
  return playing;
}

/// What sinks tell of how frames come to them.
void hear(GstBaseTransform* base, GstEvent* event) {
  if (GST_EVENT_TYPE(event) == GST_EVENT_LATENCY) {
    GstClockTime latency = GST_CLOCK_TIME_NONE;
    gst_event_parse_latency(event, &latency);
    parts_of(base).late.set_latency(latency);
  }
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

gboolean query(GstBaseTransform* base, GstPadDirection direction, GstQuery* query) {
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

gboolean transform_meta(GstBaseTransform* /*base*/, GstBuffer* /*out*/, GstMeta* meta,
                        GstBuffer* /*in*/) {
  static const GQuark colorspace = g_quark_from_static_string(GST_META_TAG_VIDEO_COLORSPACE_STR);
  return !gst_meta_api_type_has_tag(meta->info->api, colorspace);
}

/// In running time, which goes on where a stream is played backwards.
GstClockTime running_time(GstBaseTransform* base, GstBuffer* frame) {
  return gst_segment_to_running_time(&base->segment, GST_FORMAT_TIME, GST_BUFFER_TIMESTAMP(frame));
}

/// Has the base class, which drops what is late already, drop what would be late once it is done.
void drop_if_late(GstBaseTransform* base, GstBuffer* frame) {
  if (!is_playing(base)) return;
  const GstClockTime time = running_time(base, frame);
  const auto late = parts_of(base).late.late(time, now(base));
  if (late) gst_base_transform_update_qos(base, 1.0, *late, time);
}

/// Where downstream may have changed, so may what it takes of what was asked for.
void present_anew(GstBaseTransform* base) {
  const bool due = gst_pad_needs_reconfigure(GST_BASE_TRANSFORM_SRC_PAD(base)) != FALSE;
  if (due && is_negotiated(base)) change_presentation(base, [](shm::Settings&) {});
}

GstFlowReturn submit_input_buffer(GstBaseTransform* base, gboolean discont, GstBuffer* input) {
  guarded(base, [&] {
    present_anew(base);
    drop_if_late(base, input);
  });
  const GstFlowReturn result = parent_transform()->submit_input_buffer(base, discont, input);
  if (result == GST_BASE_TRANSFORM_FLOW_DROPPED) {
    guarded(base, [&] { parts_of(base).stats.count_dropped(); });
  }
  return result;
}

void before_transform(GstBaseTransform* base, GstBuffer* buffer) {
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
  const shm::AlphaOrigin origin = parts.engine.times().origin;
  if (origin == shm::AlphaOrigin::kept) return;
  parts.demand.measure(ms, work_ms);
  parts.interval.measure(ms, origin == shm::AlphaOrigin::carried);
  const auto now = GstClockTime(g_get_monotonic_time()) * GST_USECOND;
  if (!parts.latency.measure(ms, now)) return;
  gst_element_post_message(element, gst_message_new_latency(GST_OBJECT(element)));
}

bool follows_last_frame(GstBaseTransform* base, GstBuffer* frame) {
  return parts_of(base).continuity.follows(running_time(base, frame), GST_BUFFER_DURATION(frame));
}

/// How the frame in hand is worked on.
void set_pace(Parts& parts, const shm::Settings& settings) {
  const int threads = settings.matter.threads > 0 ? 0 : parts.demand.threads();
  const int interval = settings.interval > 0 ? settings.interval : parts.interval.interval();
  parts.engine.use_threads(threads);
  parts.engine.use_interval(interval);
  parts.stats.set_pace(threads, interval);
}

GstFlowReturn transform(GstBaseTransform* base, GstBuffer* in, GstBuffer* out) {
  return guarded(base, GST_FLOW_ERROR, [&] {
    Parts& parts = parts_of(base);
    const auto settings = parts.settings.snapshot();
    const double as_it_came =
        parts.bypass.share(settings->enabled, running_time(base, in), settings->transition);
    if (!follows_last_frame(base, in) || parts.bypass.came_back()) parts.engine.reset();
    const shm::StopWatch watch;
    const double work_before = parts.engine.processor_ms();
    parts.engine.swap_to(settings->matter.model);
    set_pace(parts, *settings);
    const GstFlowReturn result = parts.path.process(in, out, *settings, as_it_came);
    const double ms = watch.ms();
    parts.late.measure(ms, now(base));
    if (as_it_came < 1) measure(GST_ELEMENT(base), ms, parts.engine.processor_ms() - work_before);
    tell_stats(base, settings->stats_interval);
    return result;
  });
}

void add_pad_template(GstElementClass* element_class, const char* name, GstPadDirection direction,
                      GstCaps* caps) {
  gst_element_class_add_pad_template(element_class,
                                     gst_pad_template_new(name, direction, GST_PAD_ALWAYS, caps));
  gst_caps_unref(caps);
}

void install_stats(GObjectClass* object_class) {
  g_object_class_install_property(
      object_class, stats_id(),
      g_param_spec_boxed("stats", "Statistics", shm::stats_blurb, GST_TYPE_STRUCTURE,
                         GParamFlags(G_PARAM_READABLE | G_PARAM_STATIC_STRINGS)));
}

void init_object_class(GObjectClass* object_class) {
  object_class->set_property = set_property;
  object_class->get_property = get_property;
  object_class->finalize = finalize;
  shm::install_settings(object_class);
  install_stats(object_class);
}

void init_element_class(GstElementClass* element_class) {
  element_class->change_state = change_state;
  add_pad_template(element_class, "sink", GST_PAD_SINK, shm::sink_template_caps());
  add_pad_template(element_class, "src", GST_PAD_SRC, shm::src_template_caps());
  gst_element_class_set_static_metadata(element_class, "Human matting", "Filter/Effect/Video",
                                        "Cuts people out of video: RGBA whose alpha is the person",
                                        "shmmatting developers");
}

void init_transform_class(GstBaseTransformClass* transform_class) {
  transform_class->start = start;
  transform_class->stop = stop;
  transform_class->transform_caps = transform_caps;
  transform_class->fixate_caps = fixate_caps;
  transform_class->set_caps = set_caps;
  transform_class->sink_event = sink_event;
  transform_class->src_event = src_event;
  transform_class->query = query;
  transform_class->transform_meta = transform_meta;
  transform_class->submit_input_buffer = submit_input_buffer;
  transform_class->before_transform = before_transform;
  transform_class->transform = transform;
  transform_class->passthrough_on_same_caps = FALSE;
}

}  // namespace

static void gst_shm_matting_class_init(GstShmMattingClass* klass) {
  GST_DEBUG_CATEGORY_INIT(gst_shm_matting_debug, "shmmatting", 0, "human matting");
  init_object_class(G_OBJECT_CLASS(klass));
  init_element_class(GST_ELEMENT_CLASS(klass));
  init_transform_class(GST_BASE_TRANSFORM_CLASS(klass));
  GST_VIDEO_FILTER_CLASS(klass)->set_info = set_info;
}

static void gst_shm_matting_init(GstShmMatting* self) {
  self->parts = new Parts(GST_ELEMENT(self));
}
