// SPDX-License-Identifier: MIT
// How raw video, YUV4MPEG2, is parted into frames: a line "YUV4MPEG2 ...", then of each frame a
// line "FRAME ..." and its samples (mjpegtools, yuv4mpeg(5)).
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>

namespace shm::tools {

/// Where the last frame of a file of `size` bytes ends, which may be behind its end; 0 where it is
/// no such video, or of a kind that is not known.
std::uint64_t end_of_y4m(std::istream& file, std::uint64_t size);

/// The same of what comes through a pipe.
class Y4mBytes {
 public:
  void take(std::string_view bytes);
  /// Whether what came so far ends in the midst of a frame.
  bool within_frame() const { return frame_ > 0 && (left_ > 0 || !line_.empty()); }
  /// Whether its samples have more than eight bits; not before its first line came.
  bool is_deep() const { return deep_; }

 private:
  void end_line();

  std::string line_;         ///< what came of it
  std::uint64_t frame_ = 0;  ///< bytes of each frame's samples, once they are known
  std::uint64_t left_ = 0;   ///< of them, of the frame that comes
  bool known_ = true;
  bool deep_ = false;
};

}  // namespace shm::tools
