// SPDX-License-Identifier: MIT
// Which streams a file has: GStreamer's discoverer, in the words of this program.
#include "shm-matte/media.hpp"

#include <gst/pbutils/pbutils.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <optional>
#include <utility>

#include "common/gst.hpp"
#include "shm-matte/codec_names.hpp"
#include "shm-matte/movie_header.hpp"
#include "shm-matte/plug.hpp"
#include "shm-matte/program_stream.hpp"
#include "shm-matte/stated_size.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"

namespace shm::tools {
namespace {

struct ReleaseStreams {
  void operator()(GList* streams) const { gst_discoverer_stream_info_list_free(streams); }
};

using DiscovererPtr = std::unique_ptr<GstDiscoverer, GstRelease>;
using InfoPtr = std::unique_ptr<GstDiscovererInfo, GstRelease>;
using StreamPtr = std::unique_ptr<GstDiscovererStreamInfo, GstRelease>;
using StreamsPtr = std::unique_ptr<GList, ReleaseStreams>;

constexpr GstClockTime longest_look = 30 * GST_SECOND;

StreamKind subtitle_kind(const GstCaps* caps) {
  const GstStructure* structure = gst_caps_get_structure(caps, 0);
  constexpr std::array texts = {"text/x-raw", "application/x-ssa", "application/x-ass"};
  const auto named = [&](const char* name) { return gst_structure_has_name(structure, name); };
  return std::any_of(texts.begin(), texts.end(), named) ? StreamKind::text : StreamKind::other;
}

StreamKind kind_of(GstDiscovererStreamInfo* info, const GstCaps* caps) {
  if (GST_IS_DISCOVERER_VIDEO_INFO(info)) return StreamKind::video;
  if (GST_IS_DISCOVERER_AUDIO_INFO(info)) return StreamKind::audio;
  return GST_IS_DISCOVERER_SUBTITLE_INFO(info) ? subtitle_kind(caps) : StreamKind::other;
}

MediaStream stream_of(GstDiscovererStreamInfo* info) {
  const CapsPtr caps(gst_discoverer_stream_info_get_caps(info));
  const TextPtr format(gst_pb_utils_get_codec_description(caps.get()));
  const char* id = gst_discoverer_stream_info_get_stream_id(info);
  MediaStream stream{kind_of(info, caps.get()), id ? id : "", format ? format.get() : ""};
  if (stream.kind == StreamKind::audio)
    stream.channels = int(gst_discoverer_audio_info_get_channels(GST_DISCOVERER_AUDIO_INFO(info)));
  return stream;
}

std::vector<MediaStream> streams_of(GstDiscovererInfo* info) {
  const StreamsPtr list(gst_discoverer_info_get_stream_list(info));
  std::vector<MediaStream> streams;
  for (const GList* entry = list.get(); entry != nullptr; entry = entry->next) {
    if (GST_IS_DISCOVERER_CONTAINER_INFO(entry->data)) continue;
    MediaStream stream = stream_of(GST_DISCOVERER_STREAM_INFO(entry->data));
    // Without one: a format that another element turns into the stream.
    if (!stream.id.empty()) streams.push_back(std::move(stream));
  }
  return streams;
}

GstClockTime duration_of(const std::filesystem::path& file, const GstDiscovererInfo* info) {
  if (const std::optional<MovieDuration> stated = find_movie_duration(file)) return stated->time;
  return gst_discoverer_info_get_duration(info);
}

/// Transport and program streams have none: that is guessed from their bytes.
bool states_duration(GstDiscovererInfo* info) {
  const StreamPtr outermost(gst_discoverer_info_get_stream_info(info));
  if (!GST_IS_DISCOVERER_CONTAINER_INFO(outermost.get())) return false;
  const CapsPtr caps(gst_discoverer_stream_info_get_caps(outermost.get()));
  const GstStructure* type = gst_caps_get_structure(caps.get(), 0);
  return !gst_structure_has_name(type, "video/mpegts") &&
         !gst_structure_has_name(type, "video/mpeg");
}

/// GStreamer looks for streams in the first seconds of a program stream alone (as of 1.22).
int unfound_streams(const std::filesystem::path& path, const std::vector<MediaStream>& found) {
  std::ifstream file(path, std::ios::binary);
  return is_program_stream(file) ? std::max(named_streams(file) - int(found.size()), 0) : 0;
}

/// What GStreamer takes for a picture and the reader of pictures does not know, or nothing. GIFs
/// move, and pictures within a container follow each other.
std::string unread_picture(GstDiscovererInfo* info) {
  const StreamPtr outermost(gst_discoverer_info_get_stream_info(info));
  if (!GST_IS_DISCOVERER_VIDEO_INFO(outermost.get())) return {};
  const CapsPtr caps(gst_discoverer_stream_info_get_caps(outermost.get()));
  const GstStructure* type = gst_caps_get_structure(caps.get(), 0);
  const bool picture = g_str_has_prefix(gst_structure_get_name(type), "image/") == TRUE;
  if (!picture || gst_structure_has_name(type, "image/gif")) return {};
  return TextPtr(gst_pb_utils_get_codec_description(caps.get())).get();
}

/// Whether it has a picture, though one that cannot be decoded.
bool names_video(GstDiscovererInfo* info) {
  return StreamsPtr(gst_discoverer_info_get_video_streams(info)) != nullptr;
}

/// Why there is no picture, or nothing where nothing is wrong with that.
std::string reason_for_none(GstDiscovererInfo* info, const GError* error) {
  if (info == nullptr) return error->message;
  const bool late = gst_discoverer_info_get_result(info) == GST_DISCOVERER_TIMEOUT;
  if (late) return "nothing is found in it within 30 s";
  if (error == nullptr && !names_video(info)) return {};
  const std::vector<MissingPlugin> missing = missing_plugins(info);
  if (!missing.empty())
    return "GStreamer has no " + missing[0].name +
           ": install it, or convert the file, as ffmpeg -i does";
  return error != nullptr ? error->message : "no decoder takes it";
}

std::string unreadable(const std::filesystem::path& file, const std::string& reason) {
  if (std::filesystem::file_size(file) == 0) return "it is empty: get it again";
  return "neither a picture nor a video that can be read: " + reason;
}

Media piped() {
  Media media;
  media.streams = {{StreamKind::video, "", "raw video"}};
  media.pipe = true;
  return media;
}

/// Of sound, what the file holds is enough to know it by.
int on_decoder(GstElement* /*decode*/, GstPad* /*pad*/, GstCaps* /*caps*/,
               GstElementFactory* factory, gpointer /*none*/) {
  const auto is = [&](GstElementFactoryListType type) {
    return gst_element_factory_list_is_type(factory, type) == TRUE;
  };
  const bool of_sound =
      is(GST_ELEMENT_FACTORY_TYPE_DECODER) && is(GST_ELEMENT_FACTORY_TYPE_MEDIA_AUDIO);
  return of_sound ? plug_expose : plug_try;
}

struct Look {
  const std::filesystem::path& file;
  bool decodes_sound;
};

void on_source(GstDiscoverer* /*discoverer*/, GstElement* source, const Look* look) {
  hide_movie_duration(source, look->file);
  const ElementPtr decoder(GST_ELEMENT(gst_element_get_parent(source)));
  name_codecs(decoder.get());
  if (!look->decodes_sound)
    g_signal_connect(decoder.get(), "autoplug-select", G_CALLBACK(on_decoder), nullptr);
}

struct Discovered {
  InfoPtr info;
  ErrorPtr error;

  bool failed() const {
    return info && gst_discoverer_info_get_result(info.get()) == GST_DISCOVERER_ERROR;
  }
};

Discovered discover(const Look& look) {
  GError* error = nullptr;
  const DiscovererPtr discoverer(gst_discoverer_new(longest_look, &error));
  if (!discoverer) throw Error(ErrorPtr(error)->message);
  g_signal_connect(discoverer.get(), "source-setup", G_CALLBACK(on_source),
                   const_cast<Look*>(&look));
  const TextPtr uri(gst_filename_to_uri(look.file.c_str(), nullptr));
  InfoPtr info(gst_discoverer_discover_uri(discoverer.get(), uri.get(), &error));
  return {std::move(info), ErrorPtr(error)};
}

/// Sound of which nothing can be decoded ends the whole look, before it has come to the picture.
Discovered discover_picture(const std::filesystem::path& file) {
  Discovered all = discover({file, true});
  if (!all.failed() || names_video(all.info.get())) return all;
  Discovered picture = discover({file, false});
  return picture.info && names_video(picture.info.get()) ? std::move(picture) : std::move(all);
}

}  // namespace

const MediaStream* Media::video() const {
  const auto found = std::find_if(streams.begin(), streams.end(), [](const MediaStream& stream) {
    return stream.kind == StreamKind::video;
  });
  return found == streams.end() ? nullptr : &*found;
}

Media examine(const std::filesystem::path& file) {
  if (!std::filesystem::is_regular_file(file)) return piped();
  if (is_picture(file)) throw BadInput("a picture, and no raw video: leave --input-format out");
  const auto [info, error] = discover_picture(file);
  Media media;
  if (info) media.streams = streams_of(info.get());
  const std::string reason = reason_for_none(info.get(), error.get());
  if (media.video() == nullptr && !reason.empty()) throw BadInput(unreadable(file, reason));
  if (const std::string picture = unread_picture(info.get()); !picture.empty())
    throw BadInput("a picture of a kind that is not read (" + picture +
                   "): convert it to PNG or JPEG");
  media.duration = duration_of(file, info.get());
  media.missing = missing_plugins(info.get());
  // What is not read may be the longest.
  media.duration_stated = info && states_duration(info.get()) && media.missing.empty();
  const std::uint64_t size = std::filesystem::file_size(file);
  media.missing_bytes = std::max(stated_size(file), size) - size;
  media.unfound_streams = unfound_streams(file, media.streams);
  return media;
}

}  // namespace shm::tools
