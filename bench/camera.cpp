// SPDX-License-Identifier: MIT
// A source that shows a scene again and again, as a camera would.
#include "camera.hpp"

#include "gst_ptr.hpp"
#include "process_figures.hpp"

namespace shm::bench {

void Camera::watch(GstElement* source) {
  const PadPtr pad(gst_element_get_static_pad(source, "src"));
  gst_pad_add_probe(
      pad.get(), GST_PAD_PROBE_TYPE_BUFFER,
      [](GstPad*, GstPadProbeInfo* info, gpointer self) {
        return static_cast<Camera*>(self)->left(info);
      },
      this, nullptr);
}

double Camera::cpu_percent() const {
  return 100 * (cpu_at_last_ - cpu_at_first_) / seconds_between(first_, last_);
}

GstPadProbeReturn Camera::left(GstPadProbeInfo* info) {
  GstBuffer* const frame = GST_PAD_PROBE_INFO_BUFFER(info);
  last_ = Clock::now();
  if (count_ == 0) {
    setup_.frames->of(frame);  // so that making them costs the frames that are measured nothing
    first_ = last_;
    cpu_at_first_ = cpu_seconds_of_this_thread();
  }
  cpu_at_last_ = cpu_seconds_of_this_thread();
  if (over(frame)) {
    gst_buffer_unref(frame);
    GST_PAD_PROBE_INFO_FLOW_RETURN(info) = GST_FLOW_EOS;
    return GST_PAD_PROBE_HANDLED;
  }
  GST_PAD_PROBE_INFO_DATA(info) = shown(frame);
  ++count_;
  return GST_PAD_PROBE_OK;
}

bool Camera::over(const GstBuffer* frame) const {
  const bool late = setup_.longest > 0 && seconds_between(first_, last_) > setup_.longest;
  return late || double(GST_BUFFER_PTS(frame)) / GST_SECOND > setup_.length - 1e-3;
}

/// The scene's next frame, sharing its memory, with the time of `frame`, which it takes.
GstBuffer* Camera::shown(GstBuffer* frame) {
  const std::vector<GstBuffer*>& frames = setup_.frames->of(frame);
  if (frames.empty()) return frame;
  GstBuffer* const out = gst_buffer_copy(frames[std::size_t(count_) % frames.size()]);
  gst_buffer_copy_into(out, frame,
                       GstBufferCopyFlags(GST_BUFFER_COPY_FLAGS | GST_BUFFER_COPY_TIMESTAMPS), 0,
                       gsize(-1));
  gst_buffer_unref(frame);
  return out;
}

}  // namespace shm::bench
