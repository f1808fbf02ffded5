#include "pipeline.hpp"

#include "arrivals.hpp"
#include "gst_owned.hpp"
#include "measure.hpp"
#include "shm/error.hpp"

namespace shm::bench {
namespace {

using Json = nlohmann::ordered_json;

std::string launch_text(const PipelineSetup& setup) {
  const auto cross = setup.size.find('x');
  if (cross == std::string::npos)
    throw InvalidOption("size: \"" + setup.size + "\" is not WIDTHxHEIGHT, such as 640x480");
  const std::string caps = "video/x-raw,format=YUY2,width=" + setup.size.substr(0, cross) +
                           ",height=" + setup.size.substr(cross + 1);
  const std::string live = setup.live ? "true" : "false";
  // A camera does not wait for the element, nor the element for the moment to show a frame.
  const std::string thread = setup.live ? "queue max-size-buffers=2 ! " : "";
  const std::string source =
      setup.picture.empty()
          ? "videotestsrc num-buffers=1"
          : "filesrc location=\"" + setup.picture + "\" ! decodebin ! videoconvert ! videoscale";
  return source + " ! " + caps + " ! imagefreeze name=camera is-live=" + live +
         " num-buffers=" + std::to_string(setup.frames) + " ! " + caps +
         ",framerate=" + std::to_string(frames_a_second) + "/1 ! " + thread +
         "shmmatting name=matting model=\"" + setup.model + "\" device=" + setup.device +
         " precision=" + setup.precision + " threads=" + std::to_string(setup.threads) +
         " size=" + std::to_string(setup.working_size) + " ! video/x-raw,format=RGBA ! " + thread +
         "fakesink name=sink enable-last-sample=false sync=" + live + " qos=" + live;
}

GstOwned<GstElement> launch(const PipelineSetup& setup) {
  GError* error = nullptr;
  GstOwned<GstElement> pipeline(gst_parse_launch(launch_text(setup).c_str(), &error));
  if (error == nullptr) return pipeline;
  const std::string text = error->message;
  g_error_free(error);
  throw InvalidOption(text);
}

void load_plugin() {
  gst_init(nullptr, nullptr);
  GError* error = nullptr;
  const GstOwned<GstPlugin> plugin(gst_plugin_load_file(SHM_PLUGIN, &error));
  if (plugin) return;
  const std::string text = error->message;
  g_error_free(error);
  throw NotFound(text);
}

/// As applications do, it has the latency told anew when an element's has changed.
void wait_for_end(GstElement* pipeline) {
  const GstOwned<GstBus> bus(gst_element_get_bus(pipeline));
  GError* error = nullptr;
  for (bool ended = false; !ended;) {
    GstMessage* message = gst_bus_timed_pop_filtered(
        bus.get(), GST_CLOCK_TIME_NONE,
        GstMessageType(GST_MESSAGE_EOS | GST_MESSAGE_ERROR | GST_MESSAGE_LATENCY));
    if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR)
      gst_message_parse_error(message, &error, nullptr);
    ended = GST_MESSAGE_TYPE(message) != GST_MESSAGE_LATENCY;
    if (!ended) gst_bin_recalculate_latency(GST_BIN(pipeline));
    gst_message_unref(message);
  }
  if (error == nullptr) return;
  const std::string text = error->message;
  g_error_free(error);
  throw Error(text);
}

/// The element's own account, its property "stats".
Json element_figures(GstElement* pipeline) {
  const GstOwned<GstElement> matting(gst_bin_get_by_name(GST_BIN(pipeline), "matting"));
  GstStructure* stats = nullptr;
  g_object_get(matting.get(), "stats", &stats, nullptr);
  Json out = {{"device", gst_structure_get_string(stats, "device")},
              {"precision", gst_structure_get_string(stats, "precision")}};
  for (const char* stage : {"convert", "preprocess", "network", "postprocess", "compose", "total"})
    for (const char* quantile : {"p50", "p95", "p99"}) {
      double ms = 0;
      gst_structure_get_double(stats, (std::string(stage) + "-" + quantile).c_str(), &ms);
      out["stages_ms"][stage][quantile] = ms;
    }
  gst_structure_free(stats);
  return out;
}

}  // namespace

Json measure_pipeline(const PipelineSetup& setup) {
  load_plugin();
  const auto pipeline = launch(setup);
  const GstOwned<GstElement> sink(gst_bin_get_by_name(GST_BIN(pipeline.get()), "sink"));
  const GstOwned<GstElement> camera(gst_bin_get_by_name(GST_BIN(pipeline.get()), "camera"));
  Footage footage(setup.motion);
  footage.film(camera.get());
  Arrivals arrivals(setup.frames, setup.live);
  arrivals.watch(sink.get());
  const auto start = Clock::now();
  gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
  wait_for_end(pipeline.get());
  Json out = {{"size", setup.size}, {"threads", setup.threads}, {"live", setup.live}};
  out.update(element_figures(pipeline.get()));
  out.update(arrivals.figures(start));
  gst_element_set_state(pipeline.get(), GST_STATE_NULL);
  return out;
}

}  // namespace shm::bench
