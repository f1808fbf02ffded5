#include "shm-matte/stream_links.hpp"

#include <string>

namespace shm::tools {
namespace {

/// Five seconds of sound may wait for the video beside it.
ElementPtr make_sound(const Container& container) {
  return parse_bin(
      std::string("queue max-size-time=5000000000 max-size-bytes=0 max-size-buffers=0 ! "
                  "audioconvert ! audioresample ! ") +
      container.audio);
}

void link_to(GstPad* pad, GstElement* element) {
  const PadPtr sink(gst_element_get_static_pad(element, "sink"));
  gst_pad_link(pad, sink.get());
}

}  // namespace

StreamLinks::StreamLinks(const Pipeline& pipeline, const Container& container)
    : pipeline_(pipeline), sound_(make_sound(container)) {
  const ElementPtr decode = pipeline.element("decode");
  g_signal_connect(decode.get(), "pad-added", G_CALLBACK(on_pad), this);
}

void StreamLinks::on_pad(GstElement* /*decode*/, GstPad* pad, StreamLinks* links) {
  links->link(pad);
}

void StreamLinks::link(GstPad* pad) {
  const CapsPtr caps(gst_pad_query_caps(pad, nullptr));
  const std::string name = gst_structure_get_name(gst_caps_get_structure(caps.get(), 0));
  if (name.starts_with("video/") && !has_video_.exchange(true))
    link_to(pad, pipeline_.element("video").get());
  else if (name.starts_with("audio/") && !has_sound_.exchange(true))
    link_to(pad, add_sound());
  else
    link_to(pad, add(gst_element_factory_make("fakesink", nullptr)));
}

GstElement* StreamLinks::add_sound() {
  add(sound_.get());
  gst_element_link(sound_.get(), pipeline_.element("mux").get());
  return sound_.get();
}

GstElement* StreamLinks::add(GstElement* element) {
  gst_bin_add(GST_BIN(pipeline_.get()), element);
  gst_element_sync_state_with_parent(element);
  return element;
}

}  // namespace shm::tools
