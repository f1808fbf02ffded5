// SPDX-License-Identifier: MIT
// Which raw video goes in and comes out, and how one follows from the other.
#include "caps.hpp"

#include <gst/base/gstbasetransform.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "formats.hpp"
#include "gpu_frames.hpp"
#include "gst_ptr.hpp"

namespace shm {
namespace {

/// A list of format names, as caps have it.
class FormatList {
 public:
  explicit FormatList(std::span<const GstVideoFormat> formats) {
    g_value_init(&list_, GST_TYPE_LIST);
    for (const GstVideoFormat format : formats)
      append(gst_video_format_to_string(format));
  }
  ~FormatList() { g_value_unset(&list_); }
  FormatList(const FormatList&) = delete;
  FormatList& operator=(const FormatList&) = delete;

  const GValue* get() const { return &list_; }

 private:
  void append(const char* name) {
    GValue value = G_VALUE_INIT;
    g_value_init(&value, G_TYPE_STRING);
    g_value_set_static_string(&value, name);
    gst_value_list_append_and_take_value(&list_, &value);
  }

  GValue list_ = G_VALUE_INIT;
};

bool allows(const GstStructure* structure, const FormatList& formats) {
  const GValue* own = gst_structure_get_value(structure, "format");
  return own == nullptr || gst_value_can_intersect(own, formats.get());
}

/// The format with alpha whose colours lie in the same order; the same where there is none.
GstVideoFormat with_alpha(GstVideoFormat format) {
  switch (format) {
    case GST_VIDEO_FORMAT_BGRx:
    case GST_VIDEO_FORMAT_BGR: return GST_VIDEO_FORMAT_BGRA;
    case GST_VIDEO_FORMAT_xRGB: return GST_VIDEO_FORMAT_ARGB;
    case GST_VIDEO_FORMAT_xBGR: return GST_VIDEO_FORMAT_ABGR;
    default: return format;
  }
}

/// What of `caps` has the format, or nothing where none does.
CapsPtr having_format(GstCaps* caps, GstVideoFormat format) {
  const CapsPtr wanted(gst_caps_from_string("video/x-raw(ANY)"));
  gst_caps_set_simple(wanted.get(), "format", G_TYPE_STRING, gst_video_format_to_string(format),
                      nullptr);
  CapsPtr narrowed(gst_caps_intersect_full(caps, wanted.get(), GST_CAPS_INTERSECT_FIRST));
  if (gst_caps_is_empty(narrowed.get())) narrowed.reset();
  return narrowed;
}

/// In which the input's bytes need no other order: of RGB alone, in which frames are composed.
std::vector<GstVideoFormat> own_formats(const GstVideoInfo& input) {
  const GstVideoFormat own = GST_VIDEO_INFO_FORMAT(&input);
  if (!GST_VIDEO_INFO_IS_RGB(&input)) return {};
  return {own, with_alpha(own)};
}

CapsPtr having_first_of(GstCaps* caps, const std::vector<GstVideoFormat>& formats) {
  for (const GstVideoFormat format : formats) {
    if (CapsPtr narrowed = having_format(caps, format)) return narrowed;
  }
  return CapsPtr(gst_caps_ref(caps));
}

std::optional<GstVideoInfo> video_info(const GstCaps* caps) {
  GstVideoInfo info;
  if (!gst_video_info_from_caps(&info, caps)) return std::nullopt;
  return info;
}

/// Says that the output has the input's primaries and transfer, and as YUV its matrix, too.
void carry_colorimetry(const GstVideoInfo& input, GstCaps* output) {
  const std::optional<GstVideoInfo> info = video_info(output);
  if (!info || GST_VIDEO_INFO_IS_GRAY(&*info)) return;
  if (gst_structure_has_field(gst_caps_get_structure(output, 0), "colorimetry")) return;
  GstVideoColorimetry colorimetry = input.colorimetry;
  if (colorimetry.primaries == GST_VIDEO_COLOR_PRIMARIES_UNKNOWN) return;
  if (GST_VIDEO_INFO_IS_RGB(&*info)) {
    colorimetry.range = GST_VIDEO_COLOR_RANGE_0_255;
    colorimetry.matrix = GST_VIDEO_COLOR_MATRIX_RGB;
  } else if (!GST_VIDEO_INFO_IS_YUV(&input)) {
    colorimetry.range = info->colorimetry.range;
    colorimetry.matrix = info->colorimetry.matrix;
  }
  if (gst_video_colorimetry_is_equal(&colorimetry, &info->colorimetry)) return;
  const TextPtr text(gst_video_colorimetry_to_string(&colorimetry));
  gst_caps_set_simple(output, "colorimetry", G_TYPE_STRING, text.get(), nullptr);
}

/// Also of those that the element does not give, into which a converter brings its own.
std::vector<GstVideoFormat> all_with_alpha() {
  guint count = 0;
  const GstVideoFormat* all = gst_video_formats_raw(&count);
  std::vector<GstVideoFormat> result;
  std::copy_if(all, all + count, std::back_inserter(result), [](GstVideoFormat format) {
    return GST_VIDEO_FORMAT_INFO_HAS_ALPHA(gst_video_format_get_info(format));
  });
  return result;
}

/// Whether what it takes first, before what it would have to convert, has alpha.
bool peer_uses_alpha(GstPad* src) {
  const CapsPtr all(gst_pad_peer_query_caps(src, nullptr));
  if (gst_caps_is_any(all.get()) || gst_caps_is_empty(all.get())) return true;
  const CapsPtr first(gst_caps_copy_nth(all.get(), 0));
  const CapsPtr wanted(gst_caps_from_string("video/x-raw(ANY)"));
  gst_caps_set_value(wanted.get(), "format", FormatList(all_with_alpha()).get());
  return gst_caps_can_intersect(first.get(), wanted.get()) != FALSE;
}

/// Whether frames that come to that pad go on, as in queues, tees, filters and bins, where in
/// mixers and encoders they end.
bool hands_on(GstPad* pad) {
  if (GST_IS_PROXY_PAD(pad) || GST_PAD_IS_PROXY_CAPS(pad)) return true;
  const ElementPtr element(gst_pad_get_parent_element(pad));
  return GST_IS_BASE_TRANSFORM(element.get());
}

/// 0 for a source pad behind which alpha is lost.
gint by_loss_of_alpha(gconstpointer pad, gconstpointer /*user*/) {
  return downstream_uses_alpha(GST_PAD(g_value_get_object(static_cast<const GValue*>(pad)))) ? 1
                                                                                             : 0;
}

/// In system memory.
GstCaps* caps_of_any_format() {
  GstCaps* caps = gst_caps_from_string("video/x-raw, format=(string)" GST_VIDEO_FORMATS_ALL
                                       ", framerate=" GST_VIDEO_FPS_RANGE);
  gst_caps_set_simple(caps, "width", GST_TYPE_INT_RANGE, least_side, most_side, "height",
                      GST_TYPE_INT_RANGE, least_side, most_side, nullptr);
  return caps;
}

GstCaps* caps_of(std::span<const GstVideoFormat> formats) {
  GstCaps* caps = caps_of_any_format();
  gst_caps_set_value(caps, "format", FormatList(formats).get());
  return caps;
}

/// `caps`, and what lies on a GPU behind them.
GstCaps* with_gpu_formats(GstCaps* caps, std::span<const GstVideoFormat> formats) {
  if (formats.empty()) return caps;
  GstCaps* on_gpu = caps_of(formats);
  put_on_gpu(on_gpu);
  gst_caps_append(caps, on_gpu);
  return caps;
}

/// Which of `formats` a frame with those features can have.
std::vector<GstVideoFormat> formats_of(const GstCapsFeatures* features,
                                       std::span<const GstVideoFormat> formats) {
  std::vector<GstVideoFormat> possible(formats.begin(), formats.end());
  if (!is_on_gpu(features)) return possible;
  std::erase_if(possible, [](GstVideoFormat format) {
    return std::ranges::find(gpu_output_formats(), format) == gpu_output_formats().end();
  });
  return possible;
}

}  // namespace

GstCaps* sink_template_caps() {
  return with_gpu_formats(caps_of_any_format(), gpu_input_formats());
}

GstCaps* src_template_caps() {
  return with_gpu_formats(caps_of(output_formats()), gpu_output_formats());
}

GstCaps* transform_caps(GstPadDirection direction, GstCaps* caps, GstCaps* filter,
                        std::span<const GstVideoFormat> formats) {
  CapsPtr result(gst_caps_new_empty());
  for (guint i = 0; i < gst_caps_get_size(caps); ++i) {
    const GstStructure* structure = gst_caps_get_structure(caps, i);
    const std::vector<GstVideoFormat> possible =
        formats_of(gst_caps_get_features(caps, i), formats);
    const FormatList list(possible);
    if (possible.empty() || (direction == GST_PAD_SRC && !allows(structure, list))) continue;
    GstStructure* other = gst_structure_copy(structure);
    gst_structure_remove_fields(other, "format", "colorimetry", "chroma-site", nullptr);
    if (direction == GST_PAD_SINK) gst_structure_set_value(other, "format", list.get());
    result.reset(gst_caps_merge_structure_full(
        result.release(), other, gst_caps_features_copy(gst_caps_get_features(caps, i))));
  }
  if (filter == nullptr) return result.release();
  return gst_caps_intersect_full(filter, result.get(), GST_CAPS_INTERSECT_FIRST);
}

GstCaps* fixate_src_caps(GstCaps* caps, GstCaps* othercaps,
                         std::span<const GstVideoFormat> formats) {
  const CapsPtr allowed(othercaps);
  const std::optional<GstVideoInfo> input = video_info(caps);
  std::vector<GstVideoFormat> preferred;
  if (input) preferred = own_formats(*input);
  preferred.insert(preferred.end(), formats.begin(), formats.end());
  GstCaps* fixed = gst_caps_fixate(having_first_of(allowed.get(), preferred).release());
  if (input) carry_colorimetry(*input, fixed);
  return fixed;
}

bool downstream_uses_alpha(GstPad* src) {
  if (!peer_uses_alpha(src)) return false;
  const PadPtr peer(gst_pad_get_peer(src));
  if (!peer || !hands_on(peer.get())) return true;
  const IteratorPtr branches(gst_pad_iterate_internal_links(peer.get()));
  GValue found = G_VALUE_INIT;
  const bool is_lost = branches && gst_iterator_find_custom(branches.get(), by_loss_of_alpha,
                                                            &found, nullptr) != FALSE;
  if (is_lost) g_value_unset(&found);
  return !is_lost;
}

}  // namespace shm
