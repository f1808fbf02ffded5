// SPDX-License-Identifier: MIT
// What colours a file says that its video has.
#pragma once

#include <gst/video/video.h>

#include <filesystem>
#include <optional>
#include <string>

#include "common/gst.hpp"

namespace shm::tools {

void set_colors(GstCaps* caps, const GstVideoColorimetry& colors);

/// Brings together what container and stream say: the container wins, as in GStreamer, whose
/// decoders of some codecs do not hand it on (as of 1.22). Its demuxer of MP4 and QuickTime takes
/// every picture for one of limited range: what that one says is taken out of the decoder's sight.
class StatedColors {
 public:
  /// Of the stream `id` of `file` that `decode`, a decodebin, decodes. Must outlive its running.
  StatedColors(GstElement* decode, const std::filesystem::path& file, std::string id);

  /// A decoder's caps with the colours of both; those that nobody states as GStreamer guesses them.
  CapsPtr completed(const GstCaps* decoded) const;

 private:
  static void on_element(GstBin* decode, GstBin* parent, GstElement* element, StatedColors* self);
  static void on_demuxed(GstElement* demuxer, GstPad* pad, StatedColors* self);
  static GstPadProbeReturn on_event(GstPad* pad, GstPadProbeInfo* info, gpointer self);
  static void drop_colors(GstPadProbeInfo* info);
  void take_colors(GstPad* pad, const GstCaps* caps);

  const std::string id_;
  std::optional<GstVideoColorimetry> of_container_;
};

}  // namespace shm::tools
