// SPDX-License-Identifier: MIT
// All streams of a file on their way into a muxer.
#pragma once

#include <deque>
#include <filesystem>
#include <string>
#include <vector>

#include "shm-matte/container.hpp"
#include "shm-matte/media.hpp"
#include "shm-matte/stream_reader.hpp"

namespace shm::tools {

/// The picture to the element "video"; sound, encoded, and subtitles to "mux"; each on its own.
class Tracks {
 public:
  /// Throws Error where an encoder is missing, BadInput where there is no picture.
  Tracks(const Pipeline& pipeline, std::filesystem::path file, const Media& media,
         const Container& container);

  /// What the container cannot hold, or could not be found: one sentence each.
  const std::vector<std::string>& left_out() const { return left_out_; }

  /// After the end: streams of which nothing came, one sentence each.
  std::vector<std::string> silent() const;

  /// As StreamReader has it, of whichever is farthest, and of all together.
  GstClockTime reached() const;
  int steps() const;

  /// The reader that sent `message`, or nullptr.
  StreamReader* sender(GstMessage* message);
  void end();

 private:
  void add(const MediaStream& stream);
  void add_sound(const MediaStream& stream);
  void add_text(const MediaStream& stream);
  void read(const MediaStream& stream, ElementPtr target);
  ElementPtr add_branch(const std::string& description);

  const Pipeline& pipeline_;
  const std::filesystem::path file_;
  const Container& container_;
  std::deque<StreamReader> readers_;
  std::vector<std::string> left_out_;
};

}  // namespace shm::tools
