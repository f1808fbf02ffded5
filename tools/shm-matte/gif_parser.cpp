// SPDX-License-Identifier: MIT
// A GStreamer element that splits GIF files into frames.
#include "shm-matte/gif_parser.hpp"

#include <gst/base/gstbaseparse.h>

#include <span>

#include "common/gst.hpp"
#include "shm-matte/gif_blocks.hpp"

namespace shm::tools {
namespace {

/// What gst-libav's decoder calls single frames.
constexpr const char* frame_type = "image/gst-libav-gif";

struct GifParser {
  GstBaseParse parent;
  GstClockTime time;
  bool at_begin;
  bool at_end;
};
struct GifParserClass {
  GstBaseParseClass parent;
};
// NOLINTNEXTLINE(performance-no-int-to-ptr)
G_DEFINE_TYPE(GifParser, gif_parser, GST_TYPE_BASE_PARSE)

GifParser& self(gpointer parser) {
  return *static_cast<GifParser*>(parser);
}

/// The picture's size stands in the file's header.
void push_caps(GstBaseParse* parse, std::span<const std::uint8_t> bytes) {
  const CapsPtr caps(gst_caps_new_simple(frame_type, "parsed", G_TYPE_BOOLEAN, TRUE, "width",
                                         G_TYPE_INT, bytes[6] | bytes[7] << 8, "height", G_TYPE_INT,
                                         bytes[8] | bytes[9] << 8, nullptr));
  gst_pad_set_caps(GST_BASE_PARSE_SRC_PAD(parse), caps.get());
}

GstFlowReturn finish(GstBaseParse* parse, GstBaseParseFrame* frame, const GifFrame& found) {
  GST_BUFFER_PTS(frame->buffer) = self(parse).time;
  GST_BUFFER_DURATION(frame->buffer) = GstClockTime(found.hundredths) * 10 * GST_MSECOND;
  self(parse).time += GST_BUFFER_DURATION(frame->buffer);
  self(parse).at_begin = false;
  return gst_base_parse_finish_frame(parse, frame, gint(found.size));
}

std::optional<GifFrame> find_frame(GstBaseParse* parse, GstBuffer* buffer) {
  GstMapInfo map;
  if (!gst_buffer_map(buffer, &map, GST_MAP_READ)) return std::nullopt;
  const std::span<const std::uint8_t> bytes(map.data, map.size);
  const bool at_begin = self(parse).at_begin;
  const std::optional<GifFrame> found = next_gif_frame(bytes, at_begin);
  if (found && at_begin && found->size > 0) push_caps(parse, bytes);
  gst_buffer_unmap(buffer, &map);
  return found;
}

GstFlowReturn handle_frame(GstBaseParse* parse, GstBaseParseFrame* frame, gint* /*skip*/) {
  const std::optional<GifFrame> found = find_frame(parse, frame->buffer);
  if (!found) {
    // Twice as much each time, so that large frames are not searched again for each block.
    gst_base_parse_set_min_frame_size(parse, guint(2 * gst_buffer_get_size(frame->buffer)));
    return GST_FLOW_OK;
  }
  gst_base_parse_set_min_frame_size(parse, 1);
  self(parse).at_end = found->size == 0;
  return self(parse).at_end ? GST_FLOW_EOS : finish(parse, frame, *found);
}

gboolean start(GstBaseParse* parse) {
  self(parse).time = 0;
  self(parse).at_begin = true;
  self(parse).at_end = false;
  gst_base_parse_set_min_frame_size(parse, gif_header_size);
  return TRUE;
}

GstPadProbeReturn on_event(GstPad* /*pad*/, GstPadProbeInfo* info, gpointer parser) {
  const GstEvent* event = gst_pad_probe_info_get_event(info);
  if (GST_EVENT_TYPE(event) == GST_EVENT_EOS && !self(parser).at_end)
    GST_ELEMENT_WARNING(parser, STREAM, DEMUX, ("the GIF ends in the midst of a frame"), (nullptr));
  return GST_PAD_PROBE_OK;
}

void add_pad(GstElementClass* element, const char* name, GstPadDirection direction,
             const char* type) {
  const CapsPtr caps(gst_caps_new_empty_simple(type));
  gst_element_class_add_pad_template(
      element, gst_pad_template_new(name, direction, GST_PAD_ALWAYS, caps.get()));
}

void gif_parser_class_init(GifParserClass* type) {
  auto* element = GST_ELEMENT_CLASS(type);
  gst_element_class_set_static_metadata(element, "GIF parser", "Codec/Parser/Video",
                                        "Splits GIF files into frames", "shmmatting");
  add_pad(element, "sink", GST_PAD_SINK, "image/gif");
  add_pad(element, "src", GST_PAD_SRC, frame_type);
  auto* parse = GST_BASE_PARSE_CLASS(type);
  parse->start = start;
  parse->handle_frame = handle_frame;
}

void gif_parser_init(GifParser* parser) {
  gst_pad_add_probe(GST_BASE_PARSE_SRC_PAD(parser), GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_event,
                    parser, nullptr);
}

}  // namespace

void register_gif_parser() {
  gst_element_register(nullptr, "shmgifparse", GST_RANK_PRIMARY + 1, gif_parser_get_type());
}

}  // namespace shm::tools
