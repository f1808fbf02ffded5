// SPDX-License-Identifier: MIT
// An open camera: its frames, matted.
#include "shm-camera/capture.hpp"

#include <gst/app/app.h>

#include <cerrno>
#include <utility>

#include "shm-camera/faults.hpp"
#include "shm/error.hpp"

namespace shm::camera {
namespace {

constexpr const char* frame_word = "shm-frame";

std::string description_for(const Source& source, const FrameFormat& format) {
  const std::string pace = "[1/1," + std::to_string(format.rate) + "/1]";
  return source.description +
         " ! queue max-size-buffers=1 max-size-bytes=0 max-size-time=0 leaky=downstream "
         "! videorate drop-only=true ! videoconvertscale "
         "! capsfilter name=size caps=\"video/x-raw," +
         format.size_caps() + ",pixel-aspect-ratio=1/1,framerate=" + pace +
         "\" capsfilter name=written caps=\"video/x-raw,format=YUY2\" "
         "! appsink name=frames max-buffers=1 drop=true emit-signals=true sync=" +
         (source.file.empty() ? "false" : "true");
}

/// Names may have any characters: they are no part of a description.
void name_what_it_opens(const Source& source, const tools::Pipeline& pipeline) {
  if (!source.device.empty())
    g_object_set(pipeline.element("source").get(), "device", source.device.c_str(), nullptr);
  if (!source.file.empty())
    g_object_set(pipeline.element("source").get(), "location", source.file.c_str(), nullptr);
}

}  // namespace

Capture::Capture(const Source& source, const FrameFormat& format, GstElement* matte,
                 Listener listener)
    : pipeline_(description_for(source, format)),
      matte_(matte),
      listener_(std::move(listener)),
      loops_(!source.file.empty()),
      bus_(gst_element_get_bus(pipeline_.get())),
      frames_(pipeline_.element("frames")),
      watch_(bus_.get(), [this](GstMessage* message) { handle(message); }) {
  name_what_it_opens(source, pipeline_);
  pipeline_.add(matte_);
  const bool linked = gst_element_link_many(pipeline_.element("size").get(), matte_,
                                            pipeline_.element("written").get(), nullptr) == TRUE;
  if (!linked) throw Error("GStreamer: the camera and the element do not fit together");
  g_signal_connect(frames_.get(), "new-sample", G_CALLBACK(on_sample), this);
  pipeline_.start(GST_STATE_PLAYING);
}

Capture::~Capture() {
  pipeline_.stop();
  gst_bin_remove(GST_BIN(pipeline_.get()), matte_);
}

/// On the thread of the stream.
GstFlowReturn Capture::on_sample(GstElement* sink, gpointer self) {
  GstStructure* word = gst_structure_new_empty(frame_word);
  gst_bus_post(static_cast<Capture*>(self)->bus_.get(),
               gst_message_new_application(GST_OBJECT(sink), word));
  return GST_FLOW_OK;
}

void Capture::handle(GstMessage* message) {
  switch (GST_MESSAGE_TYPE(message)) {
    case GST_MESSAGE_APPLICATION: take_frame(); break;
    case GST_MESSAGE_ERROR: listener_.fault(fault_of(message)); break;
    case GST_MESSAGE_WARNING: listener_.remark(tools::text_of(message)); break;
    case GST_MESSAGE_EOS: end_of_source(); break;
    default: break;
  }
}

void Capture::take_frame() {
  const SamplePtr sample(gst_app_sink_try_pull_sample(GST_APP_SINK(frames_.get()), 0));
  if (!sample) return;
  GstMapInfo map;
  GstBuffer* buffer = gst_sample_get_buffer(sample.get());
  if (gst_buffer_map(buffer, &map, GST_MAP_READ) == FALSE) return;
  listener_.frame(std::as_bytes(std::span(map.data, map.size)));
  gst_buffer_unmap(buffer, &map);
}

void Capture::end_of_source() {
  constexpr auto to_the_start = GstSeekFlags(GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_KEY_UNIT);
  const bool again =
      loops_ && gst_element_seek_simple(pipeline_.get(), GST_FORMAT_TIME, to_the_start, 0) == TRUE;
  if (!again) listener_.fault({State::failed, "it sends no more frames"});
}

}  // namespace shm::camera
