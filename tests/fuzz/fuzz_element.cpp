// SPDX-License-Identifier: MIT
// Bytes as what neighbours and applications do to the element: caps, frames, events, properties,
// states, with and without memory. Nobody is in the frames, which are noise, so that what is shown
// of the room is not of one colour.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <span>

#include "failing_memory.hpp"
#include "harness.hpp"

namespace shm {
namespace {

constexpr std::size_t most_steps = 48;

/// The input, byte by byte, then zeros.
class Bytes {
 public:
  explicit Bytes(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  bool empty() const { return bytes_.empty(); }
  int next() {
    if (bytes_.empty()) return 0;
    const int byte = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return byte;
  }
  template <typename Choices>
  auto one_of(const Choices& choices) {
    return choices[std::size_t(next()) % std::size(choices)];
  }

 private:
  std::span<const std::uint8_t> bytes_;
};

constexpr std::array on_errors = {"transparent", "hold", "error"};
constexpr std::array outputs = {"cutout", "composite", "alpha", "trimap"};
constexpr std::array backgrounds = {"image", "color", "transparent"};
constexpr std::array formats = {"RGB",  "YUY2", "NV12",  "RGBA",     "AYUV",      "GRAY8",
                                "I420", "v210", "RGB8P", "NV12_4L4", "P010_10LE", "ARGB64"};
constexpr std::array downstreams = {
    "video/x-raw", "video/x-raw, format=RGBA", "video/x-raw, format={ NV12, I420 }",
    "video/x-raw, format=GRAY8", "video/x-raw, format={ GRAY8, BGRA, YUY2 }"};
constexpr std::array orientations = {"rotate-0", "rotate-90", "flip-rotate-180", "rotate-270"};
constexpr std::array models = {"fake:alpha=0", "fake:alpha=0,rule=mean", "fake-broken",
                               "fake:alpha=0,throw=memory,at=compose+unpack,from=2,count=2",
                               "fake:alpha=0,throw=number,from=1,count=2"};

/// Where all is noise, no two pixels are alike for long.
BufferPtr noise(gsize size) {
  BufferPtr buffer(gst_buffer_new_allocate(nullptr, size, nullptr));
  GstMapInfo bytes;
  gst_buffer_map(buffer.get(), &bytes, GST_MAP_WRITE);
  std::uint32_t state = 1;
  for (gsize i = 0; i < size; ++i)
    bytes.data[i] = guint8((state = state * 1664525U + 1013904223U) >> 24U);
  gst_buffer_unmap(buffer.get(), &bytes);
  return buffer;
}

bool is_constant(const GstVideoFrame& frame, guint component) {
  const auto* first = static_cast<const guint8*>(GST_VIDEO_FRAME_COMP_DATA(&frame, component));
  for (int y = 0; y < GST_VIDEO_FRAME_COMP_HEIGHT(&frame, component); ++y)
    for (int x = 0; x < GST_VIDEO_FRAME_COMP_WIDTH(&frame, component); ++x)
      if (first[std::ptrdiff_t(y) * GST_VIDEO_FRAME_COMP_STRIDE(&frame, component) +
                std::ptrdiff_t(x) * GST_VIDEO_FRAME_COMP_PSTRIDE(&frame, component)] != *first)
        return false;
  return true;
}

bool is_of_one_color(GstVideoInfo info, GstBuffer* buffer) {
  GstVideoFrame frame;
  if (!gst_video_frame_map(&frame, &info, buffer, GST_MAP_READ)) return false;
  bool constant = true;
  for (guint i = 0; i < GST_VIDEO_FRAME_N_COMPONENTS(&frame); ++i)
    constant = constant && is_constant(frame, i);
  gst_video_frame_unmap(&frame);
  return constant;
}

class Session {
 public:
  explicit Session(Bytes bytes)
      : bytes_(bytes),
        harness_({{"model", "fake:alpha=0"},
                  {"background", "color"},
                  {"on-error", bytes_.one_of(on_errors)},
                  {"output", bytes_.one_of(outputs)}}),
        scarcity_(bytes_.next()) {
    take_caps();
  }

  void run() {
    for (std::size_t i = 0; i < most_steps && !bytes_.empty(); ++i)
      step();
  }

 private:
  void step() {
    switch (bytes_.next() % 18) {
      case 0: return take_caps();
      case 1: return flush();
      case 2: return send(gst_event_new_eos());
      case 3: return send(gst_event_new_gap(time_, GST_SECOND));
      case 4: return tell_orientation();
      case 5: return harness_.set("output", bytes_.one_of(outputs));
      case 6: return harness_.set("on-error", bytes_.one_of(on_errors));
      case 7: return harness_.set("model", bytes_.one_of(models));
      case 8: return harness_.src_caps(bytes_.one_of(downstreams));
      case 9: return restart();
      case 10: return report_lateness();
      case 11: return push(cut(frame()));
      case 12: return push(with_meta(frame()));
      case 13: return push(at_another_time(frame()));
      case 14: return set_background();
      default: return push(frame());
    }
  }

  void take_caps() {
    gst_video_info_set_format(&info_, gst_video_format_from_string(bytes_.one_of(formats)),
                              guint(side()), guint(side()));
    const CapsPtr caps(gst_video_info_to_caps(&info_));
    gst_caps_set_simple(caps.get(), "framerate", GST_TYPE_FRACTION, 30, 1, nullptr);
    send(gst_event_new_caps(caps.get()));
    new_segment();
  }

  /// Mostly of those that are taken.
  int side() {
    const int byte = bytes_.next();
    return byte == 255 ? 8193 : byte == 254 ? 1 : 16 + byte % 40;
  }

  void send(GstEvent* event) { gst_harness_push_event(harness_.get(), event); }

  void new_segment() {
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    if (bytes_.next() % 4 == 3) {
      segment.rate = -1;
      segment.stop = 100 * GST_SECOND;
    }
    send(gst_event_new_segment(&segment));
  }

  void flush() {
    send(gst_event_new_flush_start());
    send(gst_event_new_flush_stop(TRUE));
    new_segment();
  }

  void tell_orientation() {
    send(gst_event_new_tag(
        gst_tag_list_new(GST_TAG_IMAGE_ORIENTATION, bytes_.one_of(orientations), nullptr)));
  }

  void restart() {
    gst_element_set_state(harness_.element(), GST_STATE_READY);
    gst_element_set_state(harness_.element(), GST_STATE_PLAYING);
    take_caps();
  }

  void report_lateness() {
    gst_harness_push_upstream_event(harness_.get(), gst_event_new_latency(10 * GST_MSECOND));
    gst_harness_push_upstream_event(
        harness_.get(),
        gst_event_new_qos(GST_QOS_TYPE_UNDERFLOW, 2, bytes_.next() * GST_MSECOND, time_));
  }

  void set_background() {
    harness_.set("background-image", "/no/such/picture.png");
    const std::string background = bytes_.one_of(backgrounds);
    harness_.set("background", background);
    hides_room_ = background != "transparent";
    harness_.set("background-color", std::to_string(0xff000000U + unsigned(bytes_.next())));
  }

  BufferPtr frame() {
    constexpr gsize most = 1 << 20;  // more than any that is taken
    BufferPtr frame = noise(std::min<gsize>(info_.size, most));
    GST_BUFFER_PTS(frame.get()) = time_ += GST_SECOND / 30;
    GST_BUFFER_DURATION(frame.get()) = GST_SECOND / 30;
    return frame;
  }

  BufferPtr cut(BufferPtr frame) {
    const gsize size = gst_buffer_get_size(frame.get());
    gst_buffer_set_size(frame.get(), gssize(size * gsize(bytes_.next()) / 256));
    return frame;
  }

  BufferPtr with_meta(BufferPtr frame) {
    gsize offsets[GST_VIDEO_MAX_PLANES] = {};
    gint strides[GST_VIDEO_MAX_PLANES] = {};
    for (guint i = 0; i < GST_VIDEO_INFO_N_PLANES(&info_); ++i) {
      offsets[i] = info_.offset[i] + gsize(bytes_.next() % 8 * bytes_.next());
      strides[i] = info_.stride[i] + (bytes_.next() - 128) / 16 * 16;
    }
    gst_buffer_add_video_meta_full(
        frame.get(), GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_INFO_FORMAT(&info_), guint(info_.width),
        guint(info_.height), GST_VIDEO_INFO_N_PLANES(&info_), offsets, strides);
    return frame;
  }

  BufferPtr at_another_time(BufferPtr frame) {
    const int byte = bytes_.next();
    GST_BUFFER_PTS(frame.get()) =
        byte == 0 ? GST_CLOCK_TIME_NONE : GstClockTime(byte) * GST_SECOND / 10;
    return frame;
  }

  void push(BufferPtr frame) {
    {
      std::optional<ScarceMemory> scarce;
      if (scarcity_ % 2 == 1) scarce.emplace(std::uint32_t(scarcity_ + time_), 24);
      harness_.push(std::move(frame));
    }
    while (const BufferPtr shown = harness_.pull())
      if (hides_room_ && !is_of_one_color(harness_.output_info(), shown.get())) std::abort();
  }

  Bytes bytes_;
  Harness harness_;
  int scarcity_;
  GstVideoInfo info_{};
  GstClockTime time_ = 0;
  bool hides_room_ = true;  ///< not under alpha alone
};

}  // namespace
}  // namespace shm

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  gst_init(nullptr, nullptr);
  shm::Session(shm::Bytes({data, size})).run();
  return 0;
}
