// SPDX-License-Identifier: MIT
// The element in a pipeline, played to its end and measured.
#include "pipeline.hpp"

#include <algorithm>
#include <filesystem>
#include <future>
#include <memory>
#include <vector>

#include "arrivals.hpp"
#include "camera.hpp"
#include "gst_ptr.hpp"
#include "measure.hpp"
#include "pipeline_text.hpp"
#include "shm/error.hpp"
#include "together.hpp"

namespace shm::bench {
namespace {

using Json = nlohmann::ordered_json;

ElementPtr launch(const PipelineSetup& setup) {
  GError* raw = nullptr;
  ElementPtr pipeline(gst_parse_launch(pipeline_text(setup).c_str(), &raw));
  const ErrorPtr error(raw);
  if (error) throw InvalidOption(error->message);
  return pipeline;
}

void load_plugin(const std::string& file) {
  gst_init(nullptr, nullptr);
  GError* raw = nullptr;
  const PluginPtr plugin(gst_plugin_load_file(file.c_str(), &raw));
  if (!plugin) throw NotFound(ErrorPtr(raw)->message);
}

/// As applications do, it has the latency told anew when an element's has changed.
void wait_for_end(GstElement* pipeline) {
  const BusPtr bus(gst_element_get_bus(pipeline));
  constexpr auto awaited =
      GstMessageType(GST_MESSAGE_EOS | GST_MESSAGE_ERROR | GST_MESSAGE_LATENCY);
  const auto next = [&] {
    return MessagePtr(gst_bus_timed_pop_filtered(bus.get(), GST_CLOCK_TIME_NONE, awaited));
  };
  MessagePtr message = next();
  for (; GST_MESSAGE_TYPE(message.get()) == GST_MESSAGE_LATENCY; message = next())
    gst_bin_recalculate_latency(GST_BIN(pipeline));
  if (GST_MESSAGE_TYPE(message.get()) == GST_MESSAGE_EOS) return;
  GError* raw = nullptr;
  gst_message_parse_error(message.get(), &raw, nullptr);
  throw Error(ErrorPtr(raw)->message);
}

/// The element's own account, its property "stats".
Json element_figures(GstElement* matting) {
  GstStructure* raw = nullptr;
  g_object_get(matting, "stats", &raw, nullptr);
  const StructurePtr stats(raw);
  Json out = {{"device", gst_structure_get_string(stats.get(), "device")},
              {"precision", gst_structure_get_string(stats.get(), "precision")}};
  for (const char* stage : {"convert", "preprocess", "network", "postprocess", "compose", "total"})
    for (const char* quantile : {"p50", "p95", "p99"}) {
      double ms = 0;
      gst_structure_get_double(stats.get(), (std::string(stage) + "-" + quantile).c_str(), &ms);
      out["stages_ms"][stage][quantile] = ms;
    }
  for (const char* field : {"frames", "inferred", "carried", "kept", "dropped"}) {
    guint64 count = 0;
    if (gst_structure_get_uint64(stats.get(), field, &count)) out["element"][field] = count;
  }
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
  ElementPtr part(const char* name) const {
    return ElementPtr(gst_bin_get_by_name(GST_BIN(pipeline_.get()), name));
  }

  PipelineSetup setup_;
  Camera camera_;
  Arrivals arrivals_;
  ElementPtr pipeline_;  // ends before what watches it
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
