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
 * Presets (crisp, soft, low-cpu, privacy) set several properties at once, while playing as well:
 * gst_preset_load_preset(), or in gst-launch-1.0
 * |[
 * gst-launch-1.0 v4l2src ! shmmatting @preset=privacy background=blur ! videoconvert !
 * autovideosink
 * ]|
 *
 * Since: 0.1
 */

#include "shmmatting.hpp"

#include "caps.hpp"
#include "debug.hpp"
#include "element.hpp"
#include "element_options.hpp"
#include "negotiation.hpp"
#include "properties.hpp"

struct GstShmMatting {
  GstVideoFilter parent;
  shm::Parts* parts;
};

struct GstShmMattingClass {
  GstVideoFilterClass parent_class;
};

GType gst_shm_matting_get_type();
// NOLINTNEXTLINE(performance-no-int-to-ptr)
G_DEFINE_TYPE_WITH_CODE(GstShmMatting, gst_shm_matting, GST_TYPE_VIDEO_FILTER,
                        G_IMPLEMENT_INTERFACE(GST_TYPE_PRESET, nullptr))
GST_ELEMENT_REGISTER_DEFINE(shmmatting, "shmmatting", GST_RANK_NONE, gst_shm_matting_get_type())

namespace shm {
namespace {

GstShmMatting* self_of(gpointer instance) {
  return static_cast<GstShmMatting*>(instance);
}

guint stats_id() {
  return setting_count() + 1;
}

void set_property(GObject* object, guint id, const GValue* value, GParamSpec* /*spec*/) {
  guarded(object, [&] {
    change_settings(GST_BASE_TRANSFORM(object),
                    [&](Settings& settings) { set_setting(settings, id, value); });
  });
}

void get_property(GObject* object, guint id, GValue* value, GParamSpec* /*spec*/) {
  guarded(object, [&] {
    if (id == stats_id()) {
      g_value_take_boxed(value, parts_of(object).stats.structure());
    } else {
      get_setting(*parts_of(object).settings.snapshot(), id, value);
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

void set_context(GstElement* element, GstContext* context) {
  guarded(element, [&] { parts_of(element).gpu->take_context(context); });
  GST_ELEMENT_CLASS(gst_shm_matting_parent_class)->set_context(element, context);
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
      g_param_spec_boxed("stats", "Statistics", stats_blurb, GST_TYPE_STRUCTURE,
                         GParamFlags(G_PARAM_READABLE | G_PARAM_STATIC_STRINGS)));
}

void init_object_class(GObjectClass* object_class) {
  object_class->set_property = set_property;
  object_class->get_property = get_property;
  object_class->finalize = finalize;
  install_settings(object_class);
  install_stats(object_class);
}

void init_element_class(GstElementClass* element_class) {
  element_class->change_state = change_state;
  element_class->set_context = set_context;
  add_pad_template(element_class, "sink", GST_PAD_SINK, sink_template_caps());
  add_pad_template(element_class, "src", GST_PAD_SRC, src_template_caps());
  gst_element_class_set_static_metadata(element_class, "Human matting", "Filter/Effect/Video",
                                        "Cuts people out of video: RGBA whose alpha is the person",
                                        "shmmatting developers");
}

}  // namespace

Parts& parts_of(gpointer instance) {
  return *self_of(instance)->parts;
}

GstBaseTransformClass* parent_transform() {
  return GST_BASE_TRANSFORM_CLASS(gst_shm_matting_parent_class);
}

}  // namespace shm

static void gst_shm_matting_class_init(GstShmMattingClass* klass) {
  shm::init_debug_categories();
  shm::init_object_class(G_OBJECT_CLASS(klass));
  shm::init_element_class(GST_ELEMENT_CLASS(klass));
  shm::answer_negotiation(GST_VIDEO_FILTER_CLASS(klass));
  shm::answer_events(GST_BASE_TRANSFORM_CLASS(klass));
  shm::answer_streaming(GST_BASE_TRANSFORM_CLASS(klass));
}

static void gst_shm_matting_init(GstShmMatting* self) {
  self->parts = new shm::Parts(GST_ELEMENT(self));
}
