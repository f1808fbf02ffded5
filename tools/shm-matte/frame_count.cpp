// SPDX-License-Identifier: MIT
// Counts the frames that leave an element.
#include "shm-matte/frame_count.hpp"

namespace shm::tools {

FrameCount::FrameCount(GstElement* element) : pad_(gst_element_get_static_pad(element, "src")) {
  gst_pad_add_probe(pad_.get(), GST_PAD_PROBE_TYPE_BUFFER, on_buffer, this, nullptr);
}

double FrameCount::frame_rate() const {
  const CapsPtr caps(gst_pad_get_current_caps(pad_.get()));
  int numerator = 0;
  int denominator = 1;
  if (caps)
    gst_structure_get_fraction(gst_caps_get_structure(caps.get(), 0), "framerate", &numerator,
                               &denominator);
  return double(numerator) / denominator;
}

GstPadProbeReturn FrameCount::on_buffer(GstPad* /*pad*/, GstPadProbeInfo* /*info*/, gpointer self) {
  auto& frames = *static_cast<FrameCount*>(self);
  frames.any_ = true;
  ++frames.count_;
  return GST_PAD_PROBE_OK;
}

}  // namespace shm::tools
