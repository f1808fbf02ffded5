// SPDX-License-Identifier: MIT
#include "pipeline.hpp"

#include <algorithm>
#include <filesystem>
#include <future>
#include <memory>
#include <vector>

#include "arrivals.hpp"
#include "camera.hpp"
#include "gst_owned.hpp"
#include "measure.hpp"
#include "pipeline_text.hpp"
#include "shm/error.hpp"
#include "together.hpp"

namespace shm::bench {
namespace {

using Json = nlohmann::ordered_json;

GstOwned<GstElement> launch(const PipelineSetup& setup) {
  GError* error = nullptr;
  GstOwned<GstElement> pipeline(gst_parse_launch(pipeline_text(setup).c_str(), &error));
  if (error == nullptr) return pipeline;
  const std::string text = error->message;
  g_error_free(error);
  throw InvalidOption(text);
}

void load_plugin(const std::string& file) {
  gst_init(nullptr, nullptr);
  GError* error = nullptr;
  const GstOwned<GstPlugin> plugin(gst_plugin_load_file(file.c_str(), &error));
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
Json element_figures(GstElement* matting) {
  GstStructure* stats = nullptr;
  g_object_get(matting, "stats", &stats, nullptr);
  Json out = {{"device", gst_structure_get_string(stats, "device")},
              {"precision", gst_structure_get_string(stats, "precision")}};
  for (const char* stage : {"convert", "preprocess", "network", "postprocess", "compose", "total"})
    for (const char* quantile : {"p50", "p95", "p99"}) {
      double ms = 0;
      gst_structure_get_double(stats, (std::string(stage) + "-" + quantile).c_str(), &ms);
      out["stages_ms"][stage][quantile] = ms;
    }
  for (const char* field : {"frames", "inferred", "carried", "kept", "dropped"}) {
    guint64 count = 0;
    if (gst_structure_get_uint64(stats, field, &count)) out["element"][field] = count;
  }
  gst_structure_free(stats);
  return out;
}

std::shared_ptr<SceneFrames> frames_of(const PipelineSetup& setup) {
  return std::make_shared<SceneFrames>(setup.scene, parse_size(setup.size).height);
}

std::string picture_name(const PipelineSetup& setup) {
  if (setup.picture.empty()) return "test pattern";
  return std::filesystem::path(setup.picture).stem().string();
}

/// A pipeline and what watches it.
class Stream {
 public:
  Stream(const PipelineSetup& setup, const std::shared_ptr<SceneFrames>& frames)
      : setup_(setup),
        camera_({frames, double(setup.frames) / frames_a_second, setup.longest}),
        arrivals_({setup.frames, setup.live, setup.allocations}),
        pipeline_(launch(setup)) {
    camera_.watch(part("camera").get());
    arrivals_.watch(part("sink").get());
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() { gst_element_set_state(pipeline_.get(), GST_STATE_NULL); }

  void play() {
    start_ = Clock::now();
    gst_element_set_state(pipeline_.get(), GST_STATE_PLAYING);
  }

  void wait() const { wait_for_end(pipeline_.get()); }

  Json figures() const {
    Json out = {{"size", setup_.size},
                {"threads", setup_.threads},
                {"live", setup_.live},
                {"picture", picture_name(setup_)},
                {"scene", name_of(setup_.scene)}};
    out.update(element_figures(part("matting").get()));
    out.update(arrivals_.figures(start_));
    if (setup_.live) out["source_cpu_percent"] = camera_.cpu_percent();
    return out;
  }

 private:
  GstOwned<GstElement> part(const char* name) const {
    return GstOwned<GstElement>(gst_bin_get_by_name(GST_BIN(pipeline_.get()), name));
  }

  PipelineSetup setup_;
  Camera camera_;
  Arrivals arrivals_;
  GstOwned<GstElement> pipeline_;  // ends before what watches it
  Clock::time_point start_;
};

}  // namespace

Json measure_pipelines(const PipelineSetup& setup) {
  load_plugin(setup.plugin);
  const auto frames = frames_of(setup);
  std::vector<std::unique_ptr<Stream>> streams(std::size_t(setup.elements));
  for (auto& stream : streams)
    stream = std::make_unique<Stream>(setup, frames);
  for (const auto& stream : streams)
    stream->play();
  std::vector<std::future<void>> ends(streams.size());
  std::transform(streams.begin(), streams.end(), ends.begin(), [](const auto& stream) {
    return std::async(std::launch::async, [waited = stream.get()] { waited->wait(); });
  });
  for (auto& end : ends)
    end.get();
  std::vector<Json> figures(streams.size());
  std::transform(streams.begin(), streams.end(), figures.begin(),
                 [](const auto& stream) { return stream->figures(); });
  return together(figures, true);
}

}  // namespace shm::bench
