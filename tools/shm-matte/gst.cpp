#include "shm-matte/gst.hpp"

#include <array>

#include "shm/error.hpp"

namespace shm::tools {
namespace {

namespace fs = std::filesystem;

using ErrorPtr = std::unique_ptr<GError, Release<g_error_free>>;

/// Beside the program in the build folder, else where it was installed.
std::array<fs::path, 2> plugin_files() {
  constexpr const char* name = "libgstshmmatting.so";
  const fs::path program = fs::read_symlink("/proc/self/exe");
  return {program.parent_path().parent_path() / "gst-plugin" / name, fs::path(SHM_PLUGINS) / name};
}

/// What a parser made; throws where it made an error.
ElementPtr owned(GstElement* made, GError* raw) {
  const ErrorPtr error(raw);
  if (error) throw Error(std::string("GStreamer: ") + error->message);
  return ElementPtr(GST_ELEMENT(gst_object_ref_sink(made)));
}

}  // namespace

ElementPtr parse_bin(const std::string& description) {
  GError* raw = nullptr;
  GstElement* made = gst_parse_bin_from_description(description.c_str(), TRUE, &raw);
  return owned(made, raw);
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

void Pipeline::start(GstState state) {
  gst_element_set_state(get(), state);
}

void Pipeline::wait_for_state() {
  constexpr auto awaited = GstMessageType(GST_MESSAGE_ERROR | GST_MESSAGE_ASYNC_DONE);
  const MessagePtr message(gst_bus_timed_pop_filtered(bus_.get(), 30 * GST_SECOND, awaited));
  if (!message) throw BadInput("no frame within 30 s");
  if (GST_MESSAGE_TYPE(message.get()) == GST_MESSAGE_ERROR) fail(message.get());
}

void Pipeline::stop() {
  gst_element_set_state(get(), GST_STATE_NULL);
}

bool Pipeline::runs_on() {
  constexpr auto awaited = GstMessageType(GST_MESSAGE_ERROR | GST_MESSAGE_EOS);
  const MessagePtr message(gst_bus_timed_pop_filtered(bus_.get(), GST_SECOND / 10, awaited));
  if (!message) return true;
  if (GST_MESSAGE_TYPE(message.get()) == GST_MESSAGE_ERROR) fail(message.get());
  return false;
}

GstClockTime Pipeline::duration() const {
  gint64 duration = 0;
  gst_element_query_duration(get(), GST_FORMAT_TIME, &duration);
  return duration > 0 ? GstClockTime(duration) : 0;
}

void Pipeline::fail(GstMessage* message) const {
  GError* raw = nullptr;
  gst_message_parse_error(message, &raw, nullptr);
  const ErrorPtr error(raw);
  throw BadInput(error->message);
}

void load_shmmatting() {
  gst_init(nullptr, nullptr);
  for (const fs::path& file : plugin_files()) {
    if (!fs::exists(file)) continue;
    GError* raw = nullptr;
    GstPlugin* plugin = gst_plugin_load_file(file.c_str(), &raw);
    const ErrorPtr error(raw);
    if (plugin == nullptr) throw Error("cannot load " + file.string() + ": " + error->message);
    gst_object_unref(plugin);
    return;
  }
  throw NotFound("the element shmmatting is not there: neither " + plugin_files()[0].string() +
                 " nor " + plugin_files()[1].string() + "; build or install it");
}

}  // namespace shm::tools
