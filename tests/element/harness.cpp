// SPDX-License-Identifier: MIT
// The element between two pads of a test, with a fake library unless a test loads the real one.
#include "harness.hpp"

namespace shm {

Element::Element(Properties properties)
    : element(gst_element_factory_make("shmmatting", nullptr)), bus(gst_bus_new()) {
  g_assert_nonnull(element.get());  // GST_PLUGIN_PATH names the built plugin
  gst_object_ref_sink(element.get());
  gst_element_set_bus(element.get(), bus.get());
  set("model", "fake");
  for (const auto& [name, value] : properties)
    set(name, value);
}

/// Messages that nobody took hold the element, which holds their bus.
Element::~Element() {
  gst_element_set_state(element.get(), GST_STATE_NULL);
  gst_bus_set_flushing(bus.get(), TRUE);
}

void Element::set(const char* property, const std::string& value) {
  gst_util_set_object_arg(G_OBJECT(element.get()), property, value.c_str());
}

std::vector<std::string> posted(GstBus* bus, GstMessageType type) {
  std::vector<std::string> texts;
  while (const MessagePtr message{gst_bus_pop_filtered(bus, type)}) {
    GError* error = nullptr;
    if (type == GST_MESSAGE_ERROR) gst_message_parse_error(message.get(), &error, nullptr);
    if (type == GST_MESSAGE_WARNING) gst_message_parse_warning(message.get(), &error, nullptr);
    if (type == GST_MESSAGE_INFO) gst_message_parse_info(message.get(), &error, nullptr);
    const std::string what = error == nullptr
                                 ? GST_MESSAGE_TYPE_NAME(message.get())
                                 : std::string(g_quark_to_string(error->domain)) + "/" +
                                       std::to_string(error->code) + ": " + error->message;
    texts.push_back(what);
    g_clear_error(&error);
  }
  return texts;
}

Harness::Harness(Properties properties)
    : element_(properties),
      harness_(gst_harness_new_with_element(element_.element.get(), "sink", "src")) {}

void Harness::sink_caps(const std::string& caps) {
  gst_harness_set_src_caps_str(harness_.get(), caps.c_str());
}

void Harness::src_caps(const std::string& caps) {
  gst_harness_set_sink_caps_str(harness_.get(), caps.c_str());
}

GstFlowReturn Harness::push(BufferPtr frame) {
  return gst_harness_push(harness_.get(), frame.release());
}

BufferPtr Harness::pull() {
  return BufferPtr(gst_harness_try_pull(harness_.get()));
}

BufferPtr Harness::process(BufferPtr frame) {
  if (push(std::move(frame)) != GST_FLOW_OK) return nullptr;
  return pull();
}

CapsPtr Harness::output_caps() const {
  return CapsPtr(gst_pad_get_current_caps(harness_->sinkpad));
}

GstVideoInfo Harness::output_info() const {
  GstVideoInfo info;
  gst_video_info_from_caps(&info, output_caps().get());
  return info;
}

StructurePtr Harness::stats() const {
  GstStructure* stats = nullptr;
  g_object_get(element(), "stats", &stats, nullptr);
  return StructurePtr(stats);
}

guint64 Harness::counted(const char* field) const {
  guint64 count = G_MAXUINT64;
  gst_structure_get_uint64(stats().get(), field, &count);
  return count;
}

std::string raw_caps(const std::string& format, int width, int height) {
  return "video/x-raw, format=" + format + ", width=" + std::to_string(width) +
         ", height=" + std::to_string(height) + ", framerate=30/1";
}

BufferPtr plain_frame(const std::string& caps_text, int byte, int index) {
  const CapsPtr caps(gst_caps_from_string(caps_text.c_str()));
  GstVideoInfo info;
  g_assert_true(gst_video_info_from_caps(&info, caps.get()));
  BufferPtr buffer(gst_buffer_new_allocate(nullptr, info.size, nullptr));
  gst_buffer_memset(buffer.get(), 0, guint8(byte), info.size);
  GST_BUFFER_PTS(buffer.get()) = gst_util_uint64_scale(index, GST_SECOND, 30);
  GST_BUFFER_DURATION(buffer.get()) = GST_SECOND / 30;
  return buffer;
}

std::vector<guint8> bytes_of(GstBuffer* buffer) {
  std::vector<guint8> bytes(gst_buffer_get_size(buffer));
  gst_buffer_extract(buffer, 0, bytes.data(), bytes.size());
  return bytes;
}

std::vector<int> first_pixel(GstBuffer* buffer, int bytes) {
  const std::vector<guint8> all = bytes_of(buffer);
  return {all.begin(), all.begin() + bytes};
}

}  // namespace shm
