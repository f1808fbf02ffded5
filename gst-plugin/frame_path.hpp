// SPDX-License-Identifier: MIT
// A frame's way through the element: convert, matte, compose; and what is shown where that fails.
#pragma once

#include <gst/video/video.h>

#include <memory>
#include <optional>
#include <string>

#include "backdrop.hpp"
#include "failure.hpp"
#include "frame_reader.hpp"
#include "gpu_frames.hpp"
#include "mapped_frame.hpp"
#include "matting_engine.hpp"
#include "settings.hpp"
#include "shm/compositor.hpp"
#include "stats.hpp"

namespace shm {

/// The way of a frame through the element: convert, matte, compose; and what is shown where that
/// fails. Lives in the streaming thread.
class FramePath {
 public:
  FramePath(GstElement* element, MattingEngine& engine, GpuFrames& gpu, Stats& stats)
      : element_(element), engine_(engine), gpu_(gpu), stats_(stats) {}

  /// Whether frames come as they happen.
  void set_live(bool live) { backdrop_.set_live(live); }
  void configure(const GstVideoInfo& in, const GstVideoInfo& out);
  void close();

  /// Fills `out`, whatever happens, or returns that there is no frame to push. `as_it_came`: how
  /// much of the frame is shown whatever alpha says, 0 to 1, at which the engine is not asked.
  GstFlowReturn process(GstBuffer* in, GstBuffer* out, const Settings& settings, double as_it_came);
  /// What becomes of a frame of which nothing can be shown.
  GstFlowReturn drop(const Failure& failure, const Settings& settings);

 private:
  bool show_on_gpu(GstBuffer* in, GstBuffer* out, const Settings& settings, double as_it_came);
  bool try_on_gpu(GstBuffer* in, GstBuffer* out, const Settings& settings, bool continues);
  const char* reason_to_leave_gpu() const;
  void render_on_gpu(GstBuffer* in, GstBuffer* out, const Settings& settings);
  void matte_on_gpu(const RawVideo& in, MappedFrame& out, const Settings& settings);
  void leave_gpu(const Failure& failure);
  void tell_of_copies(const std::string& reason);

  /// Why a frame could not be matted, and what stands in for it.
  struct StandIn {
    Failure failure;
    OnError shown;
  };

  std::optional<StandIn> show(GstBuffer* in, GstBuffer* out, const Settings& settings,
                              double as_it_came);
  void render(GstBuffer* in, MappedFrame& out, const Settings& settings, double as_it_came);
  void matte(const RawVideo& in, MappedFrame& out, const Settings& settings, double as_it_came);
  void matte_to_gray(const RawVideo& in, MappedFrame& out, const Settings& settings,
                     double as_it_came);
  void matte_to_color(const RawVideo& in, MappedFrame& out, const Settings& settings,
                      double as_it_came);
  void read(const RawVideo& in, const MutableImageView& picture, const MutableImageView& alpha);
  void compose(const RawVideo& in, const MutableImageView& picture, const Look& look);
  MutableImageView picture(MappedFrame& out);
  void write(MappedFrame& out);
  void keep(MappedFrame& out, const Settings& settings);

  GstFlowReturn go_on(const StandIn& stand_in, const Settings& settings);
  GstFlowReturn stop(const Failure& failure);
  /// And says which it was: where what was asked for cannot be, nothing is shown.
  OnError show_instead(GstBuffer* in, MappedFrame& out, const Settings& settings);
  bool hold(MappedFrame& out, const Settings& settings);
  bool pass(GstBuffer* in, MappedFrame& out, const Settings& settings);
  void show_as_it_came(const RawVideo& in, MappedFrame& out, const Settings& settings);
  void blank(MappedFrame& out);
  void warn_of_fields(const RawVideo& in);
  void warn_of_hdr();
  void warn_of_picture(const Failure& failure, const std::string& picture);
  void warn(const Failure& failure, const char* consequence);
  void warn(const Failure& failure, const char* consequence, WarningLimit& limit);

  GstElement* element_;
  MattingEngine& engine_;
  GpuFrames& gpu_;
  Stats& stats_;
  WarningLimit warnings_, picture_warnings_;
  std::string told_of_picture_;  ///< the last one that could not be read
  bool told_of_fields_ = false;
  bool told_of_hdr_ = false;
  bool was_on_gpu_ = false;     ///< the frame before
  std::string told_of_copies_;  ///< why, when it was said last

  GstVideoInfo in_info_{};
  GstVideoInfo out_info_{};
  std::optional<FrameReader> reader_;
  Backdrop backdrop_;
  Image canvas_;  ///< the frame in colour, where the source pad carries no pixels of four bytes
  std::optional<OwnFrame> held_;  ///< the last frame that was matted, for on-error=hold
  Presentation held_as_;
  Image alpha_;
  FrameTimes times_;  ///< of the frame in hand
};

}  // namespace shm
