// SPDX-License-Identifier: MIT
// One stream of a file on its way into a pipeline.
#pragma once

#include <atomic>
#include <filesystem>
#include <optional>

#include "common/gst.hpp"
#include "shm-matte/avi_index.hpp"
#include "shm-matte/media.hpp"
#include "shm-matte/stated_colors.hpp"

namespace shm::tools {

/// What a stream leaves out is filled, with silence or with copies of a frame, for so long at most:
/// more is not meant, and would fill a disk.
inline constexpr GstClockTime longest_pause = 3600 * GST_SECOND;

/// Reads a file and decodes one of its streams. Each stream that is wanted has a reader of its own:
/// a muxer waits for whichever is behind, and where two came from one demuxer, the one that it
/// cannot take yet would keep back the one that it waits for.
class StreamReader {
 public:
  /// Feeds `target`, an element of `pipeline`, with the stream, or with the only one where its id
  /// is empty. Must outlive the playing.
  StreamReader(const Pipeline& pipeline, const std::filesystem::path& file, MediaStream stream,
               ElementPtr target);

  const MediaStream& stream() const { return stream_; }

  /// How far into the file it is, other streams included.
  GstClockTime reached() const { return reached_; }
  /// Goes up as long as there is more of the file.
  int steps() const { return steps_; }
  bool ended() const { return ended_; }
  /// Whether anything of the stream came.
  bool fed() const { return fed_; }

  /// Whether it is one of this reader's elements that sent `message`.
  bool sent(GstMessage* message) const;

  /// Ends the stream where it is, unless it waits for what comes after it.
  void end();

 private:
  static void on_element(GstBin* decode, GstBin* parent, GstElement* element, StreamReader* self);
  static void on_pad(GstElement* decode, GstPad* pad, StreamReader* self);
  static int on_decoder(GstElement* decode, GstPad* pad, GstCaps* caps, GstElementFactory* factory,
                        StreamReader* self);
  static GstPadProbeReturn on_data(GstPad* pad, GstPadProbeInfo* info, gpointer self);
  void leave();
  bool wants(GstPad* pad) const;
  void count(GstClockTime end);
  void see_event(GstPadProbeInfo* info);
  void see_buffer(GstPad* pad, GstPadProbeInfo* info);
  bool is_cut(GstBuffer* buffer) const;
  bool leaps(GstPad* pad, GstPadProbeInfo* info);
  void warn(const char* damage) const;

  const MediaStream stream_;
  const ElementPtr source_;
  const ElementPtr decode_;
  const ElementPtr target_;
  const std::optional<RepeatedFrame> repeated_;
  StatedColors colors_;
  std::atomic<GstClockTime> reached_ = 0;
  std::atomic<int> steps_ = 0;
  std::atomic<bool> ended_ = false;
  std::atomic<bool> fed_ = false;
  std::atomic<bool> counts_from_zero_ = false;
  std::atomic<bool> counts_sound_ = false;
  GstClockTime sound_end_ = 0;
  std::optional<GstClockTime> heard_;  ///< up to where there was sound, in running time
  std::size_t frame_bytes_ = 0;
};

}  // namespace shm::tools
