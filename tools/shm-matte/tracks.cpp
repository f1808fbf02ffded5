// SPDX-License-Identifier: MIT
// All streams of a file on their way into a muxer.
#include "shm-matte/tracks.hpp"

#include <algorithm>
#include <utility>

#include "shm-matte/channels.hpp"
#include "shm-matte/plain_text.hpp"
#include "shm/error.hpp"

namespace shm::tools {
Tracks::Tracks(const Pipeline& pipeline, std::filesystem::path file, const Media& media,
               const Container& container)
    : pipeline_(pipeline), file_(std::move(file)), container_(container) {
  const MediaStream* video = media.video();
  if (video == nullptr) throw BadInput("there is no video in it");
  read(*video, pipeline.element("video"));
  for (const MediaStream& stream : media.streams)
    if (&stream != video) add(stream);
  for (const MissingPlugin& plugin : media.missing)
    if (plugin.shown)
      left_out_.push_back("a stream of it is left out: GStreamer has no " + plugin.name);
  if (media.unfound_streams > 0)
    left_out_.emplace_back("a stream of it is left out: it begins too late to be found");
}

std::vector<std::string> Tracks::silent() const {
  std::vector<std::string> sentences;
  for (const StreamReader& reader : readers_)
    if (!reader.fed())
      sentences.push_back(reader.stream().format + " is left out: nothing of it can be read");
  return sentences;
}

GstClockTime Tracks::reached() const {
  GstClockTime farthest = 0;
  for (const StreamReader& reader : readers_)
    farthest = std::max(farthest, reader.reached());
  return farthest;
}

int Tracks::steps() const {
  int sum = 0;
  for (const StreamReader& reader : readers_)
    sum += reader.steps();
  return sum;
}

StreamReader* Tracks::sender(GstMessage* message) {
  const auto found =
      std::find_if(readers_.begin(), readers_.end(),
                   [message](const StreamReader& reader) { return reader.sent(message); });
  return found == readers_.end() ? nullptr : &*found;
}

void Tracks::end() {
  for (StreamReader& reader : readers_)
    reader.end();
}

void Tracks::add(const MediaStream& stream) {
  if (stream.kind == StreamKind::audio && container_.audio.encoder != nullptr)
    add_sound(stream);
  else if (stream.kind == StreamKind::text && container_.text)
    add_text(stream);
  else
    left_out_.push_back(stream.format + " is left out: a ." + container_.name +
                        " cannot hold it beside the matted video");
}

void Tracks::add_sound(const MediaStream& stream) {
  const AudioCodec& codec = stream.channels > 2 ? container_.surround : container_.audio;
  const int channels = std::clamp(stream.channels, 1, codec.most_channels);
  ElementPtr sound = add_branch(
      "queue ! audioconvert ! capsfilter caps=audio/x-raw,layout=interleaved ! audioconvert "
      "name=placed ! audiorate skip-to-first=true ! audioresample ! capsfilter caps=" +
      channels_caps(channels) + " ! " + codec.encoder);
  const ElementPtr placed(gst_bin_get_by_name(GST_BIN(sound.get()), "placed"));
  place_channels(sink_of(placed.get()).get());
  read(stream, std::move(sound));
}

void Tracks::add_text(const MediaStream& stream) {
  ElementPtr text = add_branch("queue ! capsfilter caps=text/x-raw,format=utf8");
  make_plain(sink_of(text.get()).get());
  read(stream, std::move(text));
}

void Tracks::read(const MediaStream& stream, ElementPtr target) {
  readers_.emplace_back(pipeline_, file_, stream, std::move(target));
}

ElementPtr Tracks::add_branch(const std::string& description) {
  ElementPtr branch = parse_bin(description);
  pipeline_.add(branch.get());
  gst_element_link(branch.get(), pipeline_.element("mux").get());
  return branch;
}

}  // namespace shm::tools
