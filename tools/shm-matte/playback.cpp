// SPDX-License-Identifier: MIT
// Runs a video's pipeline to its end, whatever the video does.
#include "shm-matte/playback.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "common/program.hpp"
#include "shm/error.hpp"

namespace shm::tools {
namespace {

/// Seconds are counted in looks, not by the clock: a stopped process is not stuck.
constexpr int looks_a_second = 10;

/// Of durations that containers round, and of sound that encoders pad.
constexpr GstClockTime slack = 150 * GST_MSECOND;

std::string seconds_text(GstClockTime time) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f s", double(time) / GST_SECOND);
  return text;
}

/// Where its elements do not fit together, GStreamer says no more than that there was an error.
std::string unreadable(GstMessage* message) {
  if (!is_of_stream(message)) return text_of(message);
  const std::string text = text_of(message);
  return "GStreamer cannot read it: " + text + (text.ends_with('.') ? "" : ".") +
         " Convert it to another format, as ffmpeg -i does";
}

/// 0 where it is not known.
std::int64_t expected_frames(const Media& media, const FrameCount& frames) {
  if (!media.duration_stated) return 0;
  return std::llround(double(media.duration) / GST_SECOND * frames.frame_rate());
}

}  // namespace

Playback::Playback(Pipeline& pipeline, Tracks& tracks, FrameCount& frames, const Media& media,
                   int patience, Remark remark)
    : pipeline_(pipeline),
      tracks_(tracks),
      frames_(frames),
      media_(media),
      patience_(patience),
      remark_(std::move(remark)) {}

std::string Playback::run() {
  const Playing playing(pipeline_);
  while (!ended_) {
    if (interrupted()) throw Error("interrupted: the video was not written");
    const MessagePtr message = pipeline_.next_message();
    if (message)
      handle(message.get());
    else
      watch();
    show_progress();
  }
  check_end();
  if (damage_.empty() && progress_) progress_->settle();
  return damage_;
}

void Playback::handle(GstMessage* message) {
  switch (GST_MESSAGE_TYPE(message)) {
    case GST_MESSAGE_EOS: ended_ = true; break;
    case GST_MESSAGE_ERROR: on_error(message); break;
    case GST_MESSAGE_WARNING: on_warning(message); break;
    default: break;
  }
}

/// What is wrong with one stream ends that stream; what came of it, and the others, are kept.
void Playback::on_error(GstMessage* message) {
  StreamReader* reader = tracks_.sender(message);
  if (reader == nullptr && is_of_resource(message))
    throw WriteError("the result cannot be written: " + text_of(message));
  if (reader == nullptr) throw BadInput(text_of(message));
  const bool of_picture = reader->stream().kind == StreamKind::video;
  if (of_picture && !frames_.any())
    throw BadInput(media_.pipe ? text_of(message) : unreadable(message));
  note(text_of(message));
  reader->end();
  pipeline_.start(GST_STATE_PLAYING);  // who was about to play does not after an error
}

void Playback::on_warning(GstMessage* message) {
  if (tracks_.sender(message) != nullptr) {
    if (is_of_stream(message)) note(text_of(message));
  } else if (is_made_by(GST_ELEMENT(GST_MESSAGE_SRC(message)), "shmmatting")) {
    remark_(text_of(message));
  }
}

void Playback::watch() {
  const bool moved = tracks_.steps() != steps_;
  steps_ = tracks_.steps();
  looks_without_step_ = moved ? 0 : looks_without_step_ + 1;
  if (looks_without_step_ == patience_ * looks_a_second) on_standstill();
}

void Playback::on_standstill() {
  const std::string what = "nothing more came of it for " + std::to_string(patience_) + " s";
  if (gave_up_ || !frames_.any()) throw BadInput(what);
  note(what);
  gave_up_ = true;
  looks_without_step_ = 0;
  tracks_.end();
}

void Playback::show_progress() {
  const int count = frames_.take();
  if (count > 0 && !progress_) progress_.emplace("frames", expected_frames(media_, frames_));
  if (progress_) progress_->advance(count);
}

/// The first is the cause of those that follow.
void Playback::note(const std::string& damage) {
  if (!damage_.empty()) return;
  GstClockTime reached = tracks_.reached();
  if (media_.duration_stated)
    reached = std::min(reached, media_.duration);  // a damaged time is later
  damage_ = damage + " after " + seconds_text(reached);
}

void Playback::check_end() {
  if (!frames_.any()) throw BadInput("no picture could be decoded");
  const GstClockTime reached = tracks_.reached();
  if (!damage_.empty()) return;
  if (media_.duration_stated && reached + slack < media_.duration)
    damage_ = "ended after " + seconds_text(reached) + " of " + seconds_text(media_.duration);
  else if (media_.missing_bytes > 0)
    damage_ = "ended after " + seconds_text(reached) + ": at least the last " +
              std::to_string(media_.missing_bytes) + " bytes of the file are missing";
}

}  // namespace shm::tools
