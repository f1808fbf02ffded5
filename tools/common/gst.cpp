// SPDX-License-Identifier: MIT
// GStreamer's pipelines, bins and messages, with its errors as exceptions.
#include "common/gst.hpp"

#include <array>

#include "shm/error.hpp"

namespace shm::tools {
namespace {

namespace fs = std::filesystem;

struct PluginPlace {
  fs::path file, presets;
};

/// Beside the program in the build folder, else where it was installed.
std::array<PluginPlace, 2> plugin_places() {
  constexpr const char* name = "libgstshmmatting.so";
  const fs::path program = fs::read_symlink("/proc/self/exe");
  const fs::path built = program.parent_path().parent_path() / "gst-plugin";
  return {PluginPlace{built / name, built / "presets"},
          PluginPlace{fs::path(SHM_PLUGINS) / name, SHM_PRESETS}};
}

/// What a parser made; throws where it made an error.
ElementPtr owned(GstElement* made, GError* raw) {
  const ErrorPtr error(raw);
  if (error) throw Error(std::string("GStreamer: ") + error->message);
  return ElementPtr(GST_ELEMENT(gst_object_ref_sink(made)));
}

ErrorPtr error_of(GstMessage* message) {
  GError* raw = nullptr;
  if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR)
    gst_message_parse_error(message, &raw, nullptr);
  else
    gst_message_parse_warning(message, &raw, nullptr);
  return ErrorPtr(raw);
}

}  // namespace

ElementPtr parse_bin(const std::string& description) {
  GError* raw = nullptr;
  GstElement* made = gst_parse_bin_from_description(description.c_str(), TRUE, &raw);
  return owned(made, raw);
}

PadPtr sink_of(GstElement* element) {
  return PadPtr(gst_element_get_static_pad(element, "sink"));
}

bool is_made_by(GstElement* element, const char* factory) {
  const GstElementFactory* made_by = gst_element_get_factory(element);
  return made_by != nullptr && g_str_equal(GST_OBJECT_NAME(made_by), factory);
}

std::string text_of(GstMessage* message) {
  return error_of(message)->message;
}

bool is_of_stream(GstMessage* message) {
  return error_of(message)->domain == GST_STREAM_ERROR;
}

bool is_of_resource(GstMessage* message) {
  return error_of(message)->domain == GST_RESOURCE_ERROR;
}

Pipeline::Pipeline(const std::string& description) {
  GError* raw = nullptr;
  GstElement* made =
      gst_parse_launch_full(description.c_str(), nullptr, GST_PARSE_FLAG_FATAL_ERRORS, &raw);
  pipeline_ = owned(made, raw);
  bus_.reset(gst_element_get_bus(made));
}

Pipeline::~Pipeline() {
  stop();
}

ElementPtr Pipeline::element(const char* name) const {
  return ElementPtr(gst_bin_get_by_name(GST_BIN(get()), name));
}

ElementPtr Pipeline::add(const char* factory) const {
  GstElement* made = gst_element_factory_make(factory, nullptr);
  if (made == nullptr) throw Error(std::string("GStreamer: no element \"") + factory + "\"");
  add(made);
  return ElementPtr(GST_ELEMENT(gst_object_ref(made)));
}

void Pipeline::add(GstElement* element) const {
  gst_bin_add(GST_BIN(get()), element);
}

void Pipeline::start(GstState state) {
  gst_element_set_state(get(), state);
}

void Pipeline::wait_for_state() {
  constexpr auto awaited = GstMessageType(GST_MESSAGE_ERROR | GST_MESSAGE_ASYNC_DONE);
  const MessagePtr message(gst_bus_timed_pop_filtered(bus_.get(), 30 * GST_SECOND, awaited));
  if (!message) throw BadInput("no frame within 30 s");
  if (GST_MESSAGE_TYPE(message.get()) == GST_MESSAGE_ERROR) throw BadInput(text_of(message.get()));
}

void Pipeline::stop() {
  gst_element_set_state(get(), GST_STATE_NULL);
}

MessagePtr Pipeline::next_message() {
  constexpr auto awaited =
      GstMessageType(GST_MESSAGE_ERROR | GST_MESSAGE_WARNING | GST_MESSAGE_EOS);
  return MessagePtr(gst_bus_timed_pop_filtered(bus_.get(), GST_SECOND / 10, awaited));
}

void load_shmmatting() {
  gst_init(nullptr, nullptr);
  for (const auto& [file, presets] : plugin_places()) {
    if (!fs::exists(file)) continue;
    GError* raw = nullptr;
    GstPlugin* plugin = gst_plugin_load_file(file.c_str(), &raw);
    const ErrorPtr error(raw);
    if (plugin == nullptr) throw Error("cannot load " + file.string() + ": " + error->message);
    gst_object_unref(plugin);
    gst_preset_set_app_dir(presets.c_str());
    return;
  }
  throw NotFound("the element shmmatting is not there: neither " +
                 plugin_places()[0].file.string() + " nor " + plugin_places()[1].file.string() +
                 "; build or install it");
}

}  // namespace shm::tools
