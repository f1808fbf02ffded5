// SPDX-License-Identifier: MIT
// Runs a video's pipeline to its end, whatever the video does.
#pragma once

#include <optional>
#include <string>

#include "common/gst.hpp"
#include "common/progress.hpp"
#include "shm-matte/frame_count.hpp"
#include "shm-matte/media.hpp"
#include "shm-matte/remark.hpp"
#include "shm-matte/tracks.hpp"

namespace shm::tools {

/// Shows progress, keeps what was matted of a damaged file, and gives up where nothing moves.
class Playback {
 public:
  /// `patience`: seconds after which it gives up. What the element warns of is remarked.
  Playback(Pipeline& pipeline, Tracks& tracks, FrameCount& frames, const Media& media, int patience,
           Remark remark);

  /// Returns what was wrong with the file, or nothing. Throws BadInput where nothing of it could be
  /// matted, Error where it is interrupted.
  std::string run();

 private:
  void handle(GstMessage* message);
  void on_error(GstMessage* message);
  void on_warning(GstMessage* message);
  void watch();
  void on_standstill();
  void show_progress();
  void note(const std::string& damage);
  void check_end();

  Pipeline& pipeline_;
  Tracks& tracks_;
  FrameCount& frames_;
  const Media& media_;
  const int patience_;
  const Remark remark_;
  std::optional<Progress> progress_;
  std::string damage_;
  bool ended_ = false;
  bool gave_up_ = false;
  int steps_ = 0;
  int looks_without_step_ = 0;
};

}  // namespace shm::tools
