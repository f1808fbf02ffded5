// SPDX-License-Identifier: MIT
// One stream of a file on its way into a pipeline.
#include "shm-matte/stream_reader.hpp"

#include <gst/video/video.h>

#include <algorithm>
#include <utility>

#include "shm-matte/codec_names.hpp"
#include "shm-matte/file_numbers.hpp"
#include "shm-matte/gif_times.hpp"
#include "shm-matte/movie_header.hpp"
#include "shm-matte/plug.hpp"
#include "shm-matte/probe.hpp"
#include "shm-matte/y4m_watch.hpp"

namespace shm::tools {
namespace {

/// The pad's segment, where it counts time.
std::optional<GstSegment> time_segment(GstPad* pad) {
  const EventPtr event(gst_pad_get_sticky_event(pad, GST_EVENT_SEGMENT, 0));
  if (!event) return std::nullopt;
  GstSegment segment;
  gst_event_copy_segment(event.get(), &segment);
  return segment.format == GST_FORMAT_TIME ? std::optional(segment) : std::nullopt;
}

/// Where what begins at `time` ends; GST_CLOCK_TIME_NONE where it has no time.
GstClockTime end_of(GstClockTime time, GstClockTime length) {
  const bool lasts = GST_CLOCK_TIME_IS_VALID(time) && GST_CLOCK_TIME_IS_VALID(length);
  return lasts ? time + length : time;
}

/// Where in the file a buffer ends, or GST_CLOCK_TIME_NONE.
GstClockTime end_in_file(GstPad* pad, const GstBuffer* buffer, bool counts_from_zero) {
  const GstClockTime end = end_of(GST_BUFFER_PTS(buffer), GST_BUFFER_DURATION(buffer));
  const std::optional<GstSegment> segment = time_segment(pad);
  if (!segment || !GST_CLOCK_TIME_IS_VALID(end)) return GST_CLOCK_TIME_NONE;
  return counts_from_zero ? end : gst_segment_to_stream_time(&*segment, GST_FORMAT_TIME, end);
}

void begin_at_zero(GstPadProbeInfo* info) {
  GstSegment segment;
  gst_segment_init(&segment, GST_FORMAT_TIME);
  replace_event(info, gst_event_new_segment(&segment));
}

/// The decoder of raw video hands on what it does not know as -1/1.
void mend_aspect(GstCaps* caps) {
  constexpr const char* field = "pixel-aspect-ratio";
  int width = 0;
  int height = 0;
  const bool said =
      gst_structure_get_fraction(gst_caps_get_structure(caps, 0), field, &width, &height) == TRUE;
  if (said && width <= 0) gst_caps_set_simple(caps, field, GST_TYPE_FRACTION, 1, 1, nullptr);
}

/// 0 of sound and text.
std::size_t frame_bytes(const GstCaps* caps) {
  GstVideoInfo info;
  const bool video = gst_structure_has_name(gst_caps_get_structure(caps, 0), "video/x-raw") == TRUE;
  return video && gst_video_info_from_caps(&info, caps) ? GST_VIDEO_INFO_SIZE(&info) : 0;
}

bool is_sound(GstPad* pad) {
  const CapsPtr caps(gst_pad_get_current_caps(pad));
  return caps && gst_structure_has_name(gst_caps_get_structure(caps.get(), 0), "audio/x-raw");
}

/// Sound that begins before what came before has ended follows it.
void queue_up(GstPadProbeInfo* info, GstClockTime& end) {
  GstBuffer* buffer = gst_buffer_make_writable(GST_BUFFER(info->data));
  info->data = buffer;
  const GstClockTime time = GST_BUFFER_PTS(buffer), length = GST_BUFFER_DURATION(buffer);
  if (!GST_CLOCK_TIME_IS_VALID(time) || !GST_CLOCK_TIME_IS_VALID(length)) return;
  const bool early = time < end && !GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_DISCONT);
  if (early) GST_BUFFER_PTS(buffer) = end;
  end = GST_BUFFER_PTS(buffer) + length;
}

std::optional<RepeatedFrame> repeated_frame(const std::filesystem::path& path) {
  std::optional<HeaderFile> file = open_headers(path);
  return file ? find_repeated_frame(file->stream, file->size) : std::nullopt;
}

/// Lets the frame that is repeated last as long as that; leaves all others as they are.
void hold(GstPadProbeInfo* info, const RepeatedFrame& repeated) {
  const GstBuffer* frame = buffer_in(info);
  const GstClockTime time = GST_BUFFER_PTS(frame), length = GST_BUFFER_DURATION(frame);
  const bool timed = GST_CLOCK_TIME_IS_VALID(time) && GST_CLOCK_TIME_IS_VALID(length) && length > 0;
  if (!timed || (time + length / 2) / length != repeated.number) return;
  GstBuffer* held = gst_buffer_make_writable(buffer_in(info));
  GST_BUFFER_DURATION(held) = length * (repeated.repeats + 1);
  info->data = held;
}

/// Where a buffer, or a gap, ends; GST_CLOCK_TIME_NONE of every other event.
GstClockTime end_of(GstPadProbeInfo* info) {
  if (const GstBuffer* buffer = buffer_in(info))
    return end_of(GST_BUFFER_PTS(buffer), GST_BUFFER_DURATION(buffer));
  GstEvent* event = gst_pad_probe_info_get_event(info);
  if (GST_EVENT_TYPE(event) != GST_EVENT_GAP) return GST_CLOCK_TIME_NONE;
  GstClockTime time = GST_CLOCK_TIME_NONE, length = GST_CLOCK_TIME_NONE;
  gst_event_parse_gap(event, &time, &length);
  return end_of(time, length);
}

/// The same in running time.
GstClockTime running_end(GstPad* pad, GstPadProbeInfo* info) {
  const GstClockTime end = end_of(info);
  const std::optional<GstSegment> segment = time_segment(pad);
  if (!segment || !GST_CLOCK_TIME_IS_VALID(end)) return GST_CLOCK_TIME_NONE;
  return gst_segment_to_running_time(&*segment, GST_FORMAT_TIME, end);
}

/// Of pipes, only standard input is read; unlike a filesrc, an fdsrc can be stopped while it waits.
ElementPtr add_source(const Pipeline& pipeline, const std::filesystem::path& file) {
  if (!std::filesystem::is_regular_file(file)) return pipeline.add("fdsrc");
  ElementPtr source = pipeline.add("filesrc");
  g_object_set(source.get(), "location", file.c_str(), nullptr);
  hide_movie_duration(source.get(), file);
  return source;
}

/// What comes through a pipe is said to be raw video, and taken for nothing else: of a film only
/// the picture would be read.
ElementPtr add_decoder(const Pipeline& pipeline, const std::filesystem::path& file) {
  ElementPtr decoder = pipeline.add("decodebin");
  if (!std::filesystem::is_regular_file(file))
    gst_util_set_object_arg(G_OBJECT(decoder.get()), "sink-caps",
                            "application/x-yuv4mpeg, y4mversion=2");
  return decoder;
}

}  // namespace

StreamReader::StreamReader(const Pipeline& pipeline, const std::filesystem::path& file,
                           MediaStream stream, ElementPtr target)
    : stream_(std::move(stream)),
      source_(add_source(pipeline, file)),
      decode_(add_decoder(pipeline, file)),
      target_(std::move(target)),
      repeated_(repeated_frame(file)),
      colors_(decode_.get(), file, stream_.id) {
  keep_gif_times(decode_.get());
  name_codecs(decode_.get());
  gst_element_link(source_.get(), decode_.get());
  g_signal_connect(decode_.get(), "autoplug-select", G_CALLBACK(on_decoder), this);
  g_signal_connect(decode_.get(), "deep-element-added", G_CALLBACK(on_element), this);
  g_signal_connect(decode_.get(), "pad-added", G_CALLBACK(on_pad), this);
}

bool StreamReader::sent(GstMessage* message) const {
  GstObject* sender = GST_MESSAGE_SRC(message);
  const auto within = [&](const ElementPtr& element) {
    return gst_object_has_as_ancestor(sender, GST_OBJECT(element.get()));
  };
  return within(source_) || within(decode_);
}

void StreamReader::end() {
  if (!fed_) leave();
  const PadPtr sink = sink_of(target_.get());
  if (ended_ || !GST_PAD_STREAM_TRYLOCK(sink.get())) return;
  gst_pad_send_event(sink.get(), gst_event_new_eos());
  GST_PAD_STREAM_UNLOCK(sink.get());
  ended_ = true;
}

/// All wait to play until a decodebin has found its streams.
void StreamReader::leave() {
  for (GstElement* element : {source_.get(), decode_.get()}) {
    gst_element_set_state(element, GST_STATE_NULL);
    if (GstElement* bin = GST_ELEMENT_PARENT(element)) gst_bin_remove(GST_BIN(bin), element);
  }
}

/// The demuxer of Matroska takes what it finds first for the begin, and goes back when it finds
/// something earlier: each reader would begin elsewhere. The file's times count from 0. That of AVI
/// takes blocks of ADPCM, mono, for half as long as they are (as of 1.22).
void StreamReader::on_element(GstBin* /*decode*/, GstBin* /*parent*/, GstElement* element,
                              StreamReader* self) {
  if (is_made_by(element, "matroskademux")) self->counts_from_zero_ = true;
  if (is_made_by(element, "avidemux")) self->counts_sound_ = true;
  if (is_made_by(element, "y4mdec")) watch_y4m(element);
}

/// Of other streams decodebin hands on what the file holds, for nothing.
int StreamReader::on_decoder(GstElement* /*decode*/, GstPad* pad, GstCaps* /*caps*/,
                             GstElementFactory* factory, StreamReader* self) {
  const bool decoder = gst_element_factory_list_is_type(factory, GST_ELEMENT_FACTORY_TYPE_DECODER);
  return decoder && !self->wants(pad) ? plug_expose : plug_try;
}

void StreamReader::on_pad(GstElement* /*decode*/, GstPad* pad, StreamReader* self) {
  gst_pad_add_probe(pad, data_probe, on_data, self, nullptr);
  if (self->wants(pad)) gst_pad_link(pad, sink_of(self->target_.get()).get());
}

/// What goes to nobody is dropped here: unlinked pads would stop the demuxer.
GstPadProbeReturn StreamReader::on_data(GstPad* pad, GstPadProbeInfo* info, gpointer self) {
  auto& reader = *static_cast<StreamReader*>(self);
  if (gst_pad_is_linked(pad) == FALSE) {
    if (buffer_in(info) != nullptr) reader.see_buffer(pad, info);
    return GST_PAD_PROBE_DROP;
  }
  if (reader.is_cut(buffer_in(info)) || reader.leaps(pad, info)) return GST_PAD_PROBE_DROP;
  if (buffer_in(info) == nullptr) {
    reader.see_event(info);
  } else {
    reader.fed_ = true;
    reader.see_buffer(pad, info);
  }
  return GST_PAD_PROBE_OK;
}

void StreamReader::warn(const char* damage) const {
  GST_ELEMENT_WARNING(decode_.get(), STREAM, DECODE, ("%s", damage), (nullptr));
}

/// Raw frames come as the file holds them. Says so, where one lacks a part.
bool StreamReader::is_cut(GstBuffer* buffer) const {
  if (buffer == nullptr || gst_buffer_get_size(buffer) >= frame_bytes_ ||
      gst_buffer_get_video_meta(buffer) != nullptr)
    return false;
  warn("a frame of it lacks a part");
  return true;
}

/// Whether it is sound, or a gap in it, whose time is damaged: the silence up to it would fill a
/// disk.
bool StreamReader::leaps(GstPad* pad, GstPadProbeInfo* info) {
  const GstClockTime end = is_sound(pad) ? running_end(pad, info) : GST_CLOCK_TIME_NONE;
  if (!GST_CLOCK_TIME_IS_VALID(end)) return false;
  if (heard_ && end > *heard_ + longest_pause) {
    warn("its sound leaps ahead by more than an hour");
    return true;
  }
  heard_ = std::max(heard_.value_or(0), end);
  return false;
}

void StreamReader::see_buffer(GstPad* pad, GstPadProbeInfo* info) {
  if (counts_sound_ && is_sound(pad)) queue_up(info, sound_end_);
  if (repeated_ && frame_bytes_ > 0) hold(info, *repeated_);
  count(end_in_file(pad, buffer_in(info), counts_from_zero_));
}

void StreamReader::see_event(GstPadProbeInfo* info) {
  const GstEventType type = GST_EVENT_TYPE(gst_pad_probe_info_get_event(info));
  if (type == GST_EVENT_EOS) ended_ = true;
  if (type == GST_EVENT_SEGMENT && counts_from_zero_) begin_at_zero(info);
  if (const GstCaps* caps = caps_in(info)) {
    const CapsPtr completed = colors_.completed(caps);
    mend_aspect(completed.get());
    frame_bytes_ = frame_bytes(completed.get());
    replace_caps(info, completed.get());
  }
}

/// A buffer that ends where others ended before is no step: some demuxers go round for ever.
void StreamReader::count(GstClockTime end) {
  const bool timed = GST_CLOCK_TIME_IS_VALID(end);
  if (timed && end <= reached_) return;
  if (timed) reached_ = end;
  ++steps_;
}

bool StreamReader::wants(GstPad* pad) const {
  return stream_.id.empty() || id_of(pad) == stream_.id;
}

}  // namespace shm::tools
