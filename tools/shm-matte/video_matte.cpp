#include "shm-matte/video_matte.hpp"

#include <atomic>
#include <cmath>
#include <optional>
#include <type_traits>

#include "common/option_flags.hpp"
#include "common/program.hpp"
#include "common/progress.hpp"
#include "shm-matte/container.hpp"
#include "shm-matte/gst.hpp"
#include "shm-matte/stream_links.hpp"
#include "shm/error.hpp"
#include "shm/whole_file.hpp"

namespace shm::tools {
namespace {

namespace fs = std::filesystem;

std::string description_for(const MatteJob& job) {
  const Container& container = container_named(job.container);
  const char* encoder = is_opaque(job) ? container.opaque : container.with_alpha;
  return std::string(
             "filesrc name=in ! decodebin name=decode "
             "queue name=video max-size-buffers=2 ! videoconvert ! videoflip video-direction=auto "
             "! shmmatting name=matte ! videoconvert ! ") +
         encoder + " ! queue max-size-buffers=4 ! " + container.muxer +
         " name=mux ! filesink name=out";
}

/// As g_object_set() takes it.
int property_value(int value) {
  return value;
}
double property_value(double value) {
  return value;
}
guint property_value(const Rgba& value) {
  return argb(value);
}
const char* property_value(const std::string& value) {
  return value.c_str();
}
template <typename Enum>
requires std::is_enum_v<Enum> gint property_value(Enum value) {
  return static_cast<gint>(value);
}

/// Hands on what the flags say.
template <typename Struct>
void set_properties(GstElement* matte, const Struct& given) {
  for_each_option<Struct>([&](const auto& option) {
    if (is_flag(option))
      g_object_set(matte, option.name, property_value(given.*option.field), nullptr);
  });
}

void set_properties(GstElement* matte, const MatteJob& job) {
  set_properties(matte, job.matter);
  set_properties(matte, job.matte);
  set_properties(matte, job.look);
  g_object_set(matte, "output", gint(job.output), nullptr);
  gst_util_set_object_arg(G_OBJECT(matte), "on-error", "error");
}

/// Counts the frames that leave an element.
class FrameCount {
 public:
  explicit FrameCount(GstElement* element) : pad_(gst_element_get_static_pad(element, "src")) {
    gst_pad_add_probe(pad_.get(), GST_PAD_PROBE_TYPE_BUFFER, on_buffer, this, nullptr);
  }

  /// Since it was last asked.
  int take() { return count_.exchange(0); }

  /// 0 where it is not known.
  double frame_rate() const {
    const CapsPtr caps(gst_pad_get_current_caps(pad_.get()));
    int numerator = 0;
    int denominator = 1;
    if (caps)
      gst_structure_get_fraction(gst_caps_get_structure(caps.get(), 0), "framerate", &numerator,
                                 &denominator);
    return double(numerator) / denominator;
  }

 private:
  static GstPadProbeReturn on_buffer(GstPad* /*pad*/, GstPadProbeInfo* /*info*/, gpointer self) {
    ++static_cast<FrameCount*>(self)->count_;
    return GST_PAD_PROBE_OK;
  }

  PadPtr pad_;
  std::atomic<int> count_ = 0;
};

std::int64_t expected_frames(const Pipeline& pipeline, const FrameCount& frames) {
  const double seconds = double(pipeline.duration()) / GST_SECOND;
  return std::llround(seconds * frames.frame_rate());
}

/// Runs to the end of the video.
void play(Pipeline& pipeline, FrameCount& frames) {
  std::optional<Progress> progress;
  const Playing playing(pipeline);
  while (pipeline.runs_on()) {
    if (interrupted()) throw Error("interrupted: the video was not written");
    const int count = frames.take();
    if (count > 0 && !progress) progress.emplace("frames", expected_frames(pipeline, frames));
    if (progress) progress->advance(count);
  }
  if (progress) progress->advance(frames.take());
}

}  // namespace

void check_container(const MatteJob& job) {
  if (!is_opaque(job) && container_named(job.container).with_alpha == nullptr)
    throw InvalidOption("container: " + job.container +
                        " cannot hold alpha: choose mov or mkv, or --output composite");
}

void matte_video(const fs::path& input, const fs::path& output, const MatteJob& job) {
  write_whole_file(output, [&](const fs::path& temporary) {
    Pipeline pipeline(description_for(job));
    const StreamLinks links(pipeline, container_named(job.container));
    g_object_set(pipeline.element("in").get(), "location", input.c_str(), nullptr);
    g_object_set(pipeline.element("out").get(), "location", temporary.c_str(), nullptr);
    const ElementPtr matte = pipeline.element("matte");
    set_properties(matte.get(), job);
    FrameCount frames(matte.get());
    play(pipeline, frames);
    if (!links.has_video()) throw BadInput("there is no video in it");
  });
}

}  // namespace shm::tools
