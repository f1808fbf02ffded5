// SPDX-License-Identifier: MIT
// The model at work: swapped while frames flow, moved to the CPU where a GPU fails.
#pragma once

#include <gst/gst.h>

#include <future>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "failure.hpp"
#include "shm/advice.hpp"
#include "shm/error.hpp"
#include "shm/library.hpp"
#include "shm/matter.hpp"
#include "shm/turn.hpp"
#include "stats.hpp"

namespace shm {

/// A Matter that can be replaced while frames flow, and that moves to the CPU when a device which
/// was chosen automatically fails. What happens to it is told on the element's bus.
class MattingEngine {
 public:
  MattingEngine(GstElement* element, Stats& stats) : element_(element), stats_(stats) {}

  /// Loads the library and the model, unless that very model is open. Throws.
  void open(const ModelOptions& options);
  void close();
  /// Waits until no model is being loaded aside, and gives up the one that was.
  void cancel_swap();

  /// Between two frames: takes over a model that was loaded aside, and starts loading `model` where
  /// it is another than the one at work.
  void swap_to(const std::string& model);

  /// How frames are to be turned for the network, which knows people upright.
  void turn_upright(Turn how);
  /// How wide the frames' pixels are by their height.
  void use_pixel_aspect(double aspect);

  /// Makes what frames of that size need, with this model and those to come. What fails here fails
  /// again at the first frame, whose failure is dealt with.
  void prepare(int width, int height, const FrameOptions& options);
  /// Of the CPU, for the frames to come; 0: those it was opened with.
  void use_threads(int threads) { threads_ = threads; }
  /// For the frames to come: 1..FrameOptions::longest_interval.
  void use_interval(int interval) { interval_ = interval; }
  /// When the next frame was taken, in running time.
  void use_time(GstClockTime time) { time_ = time; }
  /// Whether frames come as they happen: else none is skipped.
  void set_live(bool live) { live_ = live; }
  void matte(const ImageView& frame, const FrameOptions& options, const MutableImageView& alpha);
  void trimap(const MutableImageView& trimap);
  void reset();

  /// The same of frames in a GPU's memory alone.
  void reset_gpu();

  /// What keeps frames in a GPU's memory from being matted there; nullptr: nothing that is known.
  const char* reason_to_leave_gpu() const;
  /// Mattes and composes such a frame into another. Throws as open_gpu_matter, GpuMatter; after a
  /// DeviceError there is a reason to leave it until another model is opened.
  template <typename Out>
  void matte_on_gpu(const RawVideo& frame, const FrameOptions& options, const Look& look,
                    const Out& out) {
    warn_of(options);
    try {
      on_gpu().matte(frame, own(options), look, out);
    } catch (const DeviceError&) {
      gpu_.reset();
      gpu_failed_ = true;
      throw;
    }
  }

  /// Processor time of the calling thread and of others for it, milliseconds.
  double processor_ms() const { return library_->processor_ms(); }
  StageTimes times() const { return matter_->times(); }
  const Library& library() const { return *library_; }

 private:
  using Loaded = std::unique_ptr<Matter>;

  /// What is upright, of a frame that lies otherwise.
  struct Upright {
    Image frame, alpha;
  };

  void warn_of(const FrameOptions& options);
  FrameOptions own(const FrameOptions& options) const;
  void matte_upright(const ImageView& frame, const FrameOptions& options,
                     const MutableImageView& alpha);
  void make_upright(int width, int height, PixelFormat format);
  void install(Loaded matter, const ModelOptions& options);
  void load_aside(const std::string& model);
  void fall_back_to_cpu(const std::string& reason);
  GpuMatter& on_gpu();

  GstElement* element_;
  Stats& stats_;
  const Library* library_ = nullptr;
  int threads_ = 0;
  int interval_ = 1;
  GstClockTime time_ = GST_CLOCK_TIME_NONE;
  bool live_ = false;
  Turn turn_;
  double pixel_aspect_ = 1;
  Upright upright_;
  std::optional<FrameOptions> judged_;                 ///< that were last looked at, for advice
  std::vector<Advice> advice_;                         ///< on those
  std::map<std::string, WarningLimit> advice_limits_;  ///< by option
  struct FrameKind {
    int width = 0, height = 0;
    FrameOptions options;
  };
  FrameKind frames_;  ///< that come
  Loaded matter_;
  std::unique_ptr<GpuMatter> gpu_;  ///< the same model, where frames come in a GPU's memory
  bool gpu_failed_ = false;
  ModelOptions options_;       ///< of matter_
  ModelOptions next_;          ///< of the model being loaded aside
  std::string refused_model_;  ///< the last one that could not be loaded aside
  std::future<Loaded> loading_;
};

}  // namespace shm
