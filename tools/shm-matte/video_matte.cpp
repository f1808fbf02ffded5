// SPDX-License-Identifier: MIT
// A video through the element: frames with their times, sound, subtitles.
#include "shm-matte/video_matte.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <type_traits>

#include "common/gst.hpp"
#include "common/option_flags.hpp"
#include "shm-matte/container.hpp"
#include "shm-matte/empty_tracks.hpp"
#include "shm-matte/even_size.hpp"
#include "shm-matte/frame_count.hpp"
#include "shm-matte/media.hpp"
#include "shm-matte/playback.hpp"
#include "shm-matte/stated_orientation.hpp"
#include "shm-matte/steady_format.hpp"
#include "shm-matte/stream_end.hpp"
#include "shm-matte/tracks.hpp"
#include "shm-matte/y4m_stream.hpp"
#include "shm/error.hpp"
#include "shm/options.hpp"
#include "shm/whole_file.hpp"

namespace shm::tools {
namespace {

namespace fs = std::filesystem;

std::string description_for(const MatteJob& job) {
  const Container& container = container_named(job.container);
  const VideoCodec& codec = is_opaque(job) ? container.opaque : container.with_alpha;
  return std::string(
             "queue name=video max-size-buffers=2 ! videoconvertscale ! capsfilter name=size "
             "! videoflip name=upright video-direction=auto ! shmmatting name=matte ! capsfilter "
             "name=matted ! videoconvert ! capsfilter name=written "
             "caps=\"video/x-raw,format=") +
         codec.format + "\" ! " + codec.encoder + " ! queue max-size-buffers=4 ! " +
         container.muxer + " name=mux ! " + (to_stdout(job) ? "fdsink fd=1" : "filesink name=out");
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

bool has_property(GstElement* element, const char* name) {
  return g_object_class_find_property(G_OBJECT_GET_CLASS(element), name) != nullptr;
}

/// Hands on what the flags say that count for videos.
template <typename Struct>
void set_properties(GstElement* matte, const Struct& given) {
  for_each_option<Struct>([&](const auto& option) {
    if (is_flag(option) && has_property(matte, option.name))
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

/// A part of a result is no result: --resume makes it again, in case that the video is whole by
/// then.
void date_before(const fs::path& output, const fs::path& input) {
  std::error_code unknown;
  const auto time = fs::last_write_time(input, unknown);
  if (!unknown) fs::last_write_time(output, time - std::chrono::seconds(1), unknown);
}

/// What some containers ask of the pipeline.
void complete(const Pipeline& pipeline, const MatteJob& job) {
  if (const ElementPtr encoder = pipeline.element("h264")) end_around(encoder.get());
  if (const ElementPtr even = pipeline.element("even")) crop_to_even(even.get());
  if (const ElementPtr frames = pipeline.element("y4m")) {
    write_y4m(frames.get());
    keep_rate(pipeline.element("steady").get(), pipeline.element("rate").get());
  } else if (to_stdout(job)) {
    g_object_set(pipeline.element("mux").get(), "streamable", TRUE, nullptr);
  }
}

/// To standard output, where `target` is empty. Returns what is wrong with the input, or nothing.
std::string write_matted(const fs::path& input, const fs::path& target, const MatteJob& job,
                         const Remark& remark) {
  const Media media = examine(input);
  Pipeline pipeline(description_for(job));
  Tracks tracks(pipeline, input, media, container_named(job.container));
  const SteadyFormat format(pipeline);
  turn_as_stated(pipeline.element("upright").get(), input, media.video()->id);
  if (!target.empty())
    g_object_set(pipeline.element("out").get(), "location", target.c_str(), nullptr);
  const ElementPtr matte = pipeline.element("matte");
  set_properties(matte.get(), job);
  complete(pipeline, job);
  FrameCount frames(matte.get());
  std::ranges::for_each(tracks.left_out(), remark);
  std::string damage = Playback(pipeline, tracks, frames, media, job.patience, remark).run();
  if (!target.empty()) free_empty_tracks(target);
  std::ranges::for_each(tracks.silent(), remark);
  if (format.scaled()) remark("its frames change their size: all are written in that of the first");
  const ElementPtr even = pipeline.element("even");
  if (even && crops(even.get()))
    remark("odd width or height is cut by a pixel: ." + job.container + " holds even ones");
  return damage;
}

/// What GStreamer says of a pipe without raw video names neither the pipe nor a way out.
std::string write_any_matted(const fs::path& input, const fs::path& target, const MatteJob& job,
                             const Remark& remark) {
  try {
    return write_matted(input, target, job, remark);
  } catch (const BadInput& error) {
    if (fs::is_regular_file(input)) throw;
    throw BadInput(
        std::string("no raw video came that is read (") + error.what() +
        "): have the program before write some, as ffmpeg -pix_fmt yuv420p -f yuv4mpegpipe - does");
  }
}

}  // namespace

void check_container(const MatteJob& job) {
  if (!is_opaque(job) && container_named(job.container).with_alpha.format == nullptr)
    throw InvalidOption("container: " + job.container +
                        " cannot hold alpha: choose mov, mkv or y4m, or --output composite");
}

void matte_video(const fs::path& input, const fs::path& output, const MatteJob& job,
                 const Remark& remark) {
  std::string damage;
  const auto write = [&](const fs::path& target) {
    damage = write_any_matted(input, target, job, remark);
  };
  if (to_stdout(job))
    write({});
  else
    write_whole_file(output, write);
  if (damage.empty()) return;
  if (to_stdout(job)) throw BadInput(damage);
  date_before(output, input);
  throw BadInput(damage + "; what came before is in " + output.string());
}

}  // namespace shm::tools
