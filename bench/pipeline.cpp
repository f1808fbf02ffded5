#include "pipeline.hpp"

#include <gst/gst.h>
#include <sys/resource.h>

#include <chrono>
#include <cmath>
#include <fstream>
#include <memory>

#include "allocations.hpp"
#include "shm/error.hpp"

namespace shm::bench {
namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

/// Frames after the first, when everything has its size, in which allocations are counted.
constexpr int counted_from = 5;
constexpr int counted_to = 15;

constexpr int frames_a_second = 30;

struct Unref {
  void operator()(gpointer object) const { gst_object_unref(object); }
};
template <typename T>
using GstOwned = std::unique_ptr<T, Unref>;

double seconds_between(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

/// Processor time of all threads, seconds.
double cpu_seconds() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return double(time.tv_sec) + double(time.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// MiB that the kernel reports of this process: "VmRSS", "VmHWM".
double memory(const std::string& field) {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(field + ":")) return std::stod(line.substr(field.size() + 1)) / 1024;
  return 0;
}

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
  return source + " ! " + caps + " ! imagefreeze is-live=" + live +
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

/// What is seen where the frames arrive.
class Arrivals {
 public:
  explicit Arrivals(int frames) : settled_(frames / 5) {}

  void watch(GstElement* sink) {
    const GstOwned<GstPad> pad(gst_element_get_static_pad(sink, "sink"));
    gst_pad_add_probe(
        pad.get(), GST_PAD_PROBE_TYPE_BUFFER,
        [](GstPad*, GstPadProbeInfo* info, gpointer self) {
          static_cast<Arrivals*>(self)->arrived(GST_PAD_PROBE_INFO_BUFFER(info));
          return GST_PAD_PROBE_OK;
        },
        this, nullptr);
  }

  Json figures(Clock::time_point start) const {
    const double seconds = seconds_between(first_, last_);
    Json out = {{"start_ms", 1e3 * seconds_between(start, first_)},
                {"frames", count_},
                {"dropped", dropped()},
                {"frames_per_second", double(count_ - 1) / seconds},
                {"cpu_percent", 100 * (cpu_at_last_ - cpu_at_first_) / seconds},
                {"memory_mib", memory("VmRSS")},
                {"peak_memory_mib", memory("VmHWM")},
                {"memory_growth_mib", memory("VmRSS") - settled_memory_},
                {"allocations_a_frame", Json::object()}};
    for (const auto& [library, calls] : allocations_)
      out["allocations_a_frame"][library] = double(calls) / (counted_to - counted_from);
    return out;
  }

 private:
  /// Frames whose time has passed without them, wherever they were dropped.
  int dropped() const {
    const double periods = double(last_pts_ - first_pts_) * frames_a_second / GST_SECOND;
    return int(std::lround(periods)) + 1 - count_;
  }

  void arrived(GstBuffer* frame) {
    last_ = Clock::now();
    last_pts_ = GST_BUFFER_PTS(frame);
    cpu_at_last_ = cpu_seconds();
    if (count_ == 0) {
      first_ = last_;
      first_pts_ = last_pts_;
      cpu_at_first_ = cpu_at_last_;
    }
    if (count_ == counted_from) start_counting_allocations();
    if (count_ == counted_to) allocations_ = stop_counting_allocations();
    if (count_ == settled_) settled_memory_ = memory("VmRSS");
    ++count_;
  }

  int settled_;  ///< the frame from which on memory should not grow
  int count_ = 0;
  Clock::time_point first_, last_;
  GstClockTime first_pts_ = 0, last_pts_ = 0;
  double cpu_at_first_ = 0, cpu_at_last_ = 0;
  double settled_memory_ = 0;
  std::map<std::string, std::uint64_t> allocations_;
};

void wait_for_end(GstElement* pipeline) {
  const GstOwned<GstBus> bus(gst_element_get_bus(pipeline));
  GstMessage* message = gst_bus_timed_pop_filtered(
      bus.get(), GST_CLOCK_TIME_NONE, GstMessageType(GST_MESSAGE_EOS | GST_MESSAGE_ERROR));
  const bool failed = GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR;
  GError* error = nullptr;
  if (failed) gst_message_parse_error(message, &error, nullptr);
  gst_message_unref(message);
  if (!failed) return;
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
  Arrivals arrivals(setup.frames);
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
