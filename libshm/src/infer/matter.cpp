// SPDX-License-Identifier: MIT
// From a frame to alpha: rest, network, smoothing, edges, and the frame's size again.
#include "shm/matter.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/machine.hpp"
#include "base/parallel.hpp"
#include "base/thread_pool.hpp"
#include "base/vector_unit.hpp"
#include "image/mat.hpp"
#include "image/size_text.hpp"
#include "infer/alpha_finder.hpp"
#include "infer/device.hpp"
#include "infer/edge_shape.hpp"
#include "infer/fitting_model.hpp"
#include "infer/islands.hpp"
#include "infer/region.hpp"
#include "infer/rest.hpp"
#include "infer/temporal.hpp"
#include "infer/trimap_image.hpp"
#include "infer/upsample.hpp"
#include "infer/zoom.hpp"
#include "model/model_file.hpp"
#include "shm/error.hpp"
#include "shm/stop_watch.hpp"

namespace shm {
namespace {

template <typename View>
void check_same_size(const ImageView& frame, const View& alpha) {
  if (alpha.width != frame.width || alpha.height != frame.height)
    throw BadInput("alpha: must have the frame's size");
}

void check_gray(const char* what, const MutableImageView& image) {
  if (image.format != PixelFormat::gray)
    throw BadInput(std::string(what) + ": must have format gray");
}

class EngineMatter final : public Matter {
 public:
  EngineMatter(const ModelFile& file, EngineChoice choice, const ModelOptions& options)
      : finder_(std::move(choice.engine), file.metadata),
        info_{options.model,
              file.metadata,
              choice.device,
              finder_.precision(),
              options.threads > 0 ? options.threads : usable_cores(),
              name_of(vector_unit()),
              choice.fallback} {}

  void prepare(int width, int height, const FrameOptions& options) override {
    check_frame_size("frame", width, height);
    const Image frame(width, height, PixelFormat::rgb);
    Image alpha(width, height, PixelFormat::gray);
    matte(frame, options, alpha.view());
    reset();
    finder_.set_answer({});
    times_ = {};
  }

  void matte(const ImageView& frame, const FrameOptions& options,
             const MutableImageView& alpha) override {
    check_gray("alpha", alpha);
    matte_into(frame, options, alpha);
  }

  void matte(const ImageView& frame, const FrameOptions& options,
             const MutablePlaneView& alpha) override {
    matte_into(frame, options, alpha);
  }

  void trimap(const MutableImageView& trimap) const override {
    check_gray("trimap", trimap);
    write_trimap(finder_.probability(TrimapClass::background),
                 finder_.probability(TrimapClass::unknown),
                 finder_.probability(TrimapClass::foreground), trimap);
  }

  PlaneView probability(TrimapClass what) const override {
    return plane_view(finder_.probability(what));
  }

  void reset() override {
    finder_.reset();
    temporal_.reset();
    islands_.reset();
    rest_.reset();
  }

  const MatterInfo& info() const override { return info_; }
  StageTimes times() const override { return times_; }

 private:
  template <typename View>
  void matte_into(const ImageView& frame, const FrameOptions& options, const View& alpha) {
    options.check();
    check_frame_size("frame", frame.width, frame.height);
    check_same_size(frame, alpha);
    if (frame_size_ != cv::Size(frame.width, frame.height)) reset();
    frame_size_ = {frame.width, frame.height};
    use_threads(options.threads > 0 ? std::min(options.threads, info_.threads) : info_.threads);

    StopWatch watch;
    const auto now = std::chrono::steady_clock::now();
    if (rest_.give(frame, options, now, as_mat(alpha))) {
      times_ = {watch.lap_ms(), 0, 0, AlphaOrigin::kept};
      islands_.repeat();
      finder_.ask_next();  // of what ends the rest
      return;
    }
    times_ = {watch.lap_ms(), 0, 0};
    if (options.zoom && options.single)
      look_twice(frame, options, alpha);
    else
      look(frame, options, alpha);
    watch.lap_ms();
    cv::Mat pixels = as_mat(alpha);
    edge_shape_.run(pixels, options.shift, options.feather, options.feather_side);
    keep_region(options, pixels);  // what edges brought back
    rest_.update(as_mat(alpha), now);
    times_.postprocess += watch.lap_ms();
  }

  /// Alpha of a frame, or of a part of one, before its edges are moved.
  template <typename View>
  void look(const ImageView& frame, const FrameOptions& options, const View& alpha) {
    StopWatch watch;
    finder_.see(frame, options);
    times_.preprocess += watch.lap_ms();
    times_.origin = finder_.find(frame, options, temporal_, alpha_);
    times_.network += watch.lap_ms();
    times_.zoom = finder_.zoom();
    refine(options, alpha_);
    upsampler_.apply(frame, alpha);
    times_.postprocess += watch.lap_ms();
  }

  template <typename View>
  void look_twice(const ImageView& frame, FrameOptions options, const View& alpha) {
    options.zoom = false;
    look(frame, options, alpha);
    const cv::Rect part = part_with_people(as_mat(alpha));
    if (part.empty()) return;
    AlphaFinder::Answer whole = finder_.kept_answer();
    cv::Mat seen_twice = as_mat(alpha)(part);
    const cv::Mat first = seen_twice.clone();
    islands_.reset();
    look(part_of(frame, part), closer(options, frame, part), part_of(alpha, part));
    if (lost_people(first, seen_twice))
      first.copyTo(seen_twice);
    else
      keep_near(near_people(first), seen_twice);
    finder_.set_answer(std::move(whole));
  }

  /// The same where the frame is but a part. What counts for the frame as a whole the first look
  /// saw to.
  FrameOptions closer(FrameOptions options, const ImageView& frame, const cv::Rect& part) const {
    options.min_area *= double(frame.width) * frame.height / part.area();
    options.region_left = options.region_top = 0;
    options.region_right = options.region_bottom = 1;
    const int own = options.size > 0 ? options.size : info_.model.size;
    const int sharp = largest_zoom * std::max(part.width, part.height);
    options.size = std::min(own, std::max(sharp, info_.model.good_sizes.front()));
    return options;
  }

  void refine(const FrameOptions& options, cv::Mat& alpha) {
    const bool smooth = options.temporal > 0;
    if (smooth)
      temporal_.run(finder_.luminance(), options.temporal, alpha, finder_.scratch());
    else if (options.interval > 1 || options.zoom)
      temporal_.update_history(finder_.luminance(), alpha);
    else
      temporal_.reset();
    const cv::Mat luminance = smooth ? temporal_.luminance() : finder_.luminance();
    keep_region(options, alpha);  // so that islands are chosen among those within it
    islands_.run(alpha, options.min_area, options.keep);
    upsampler_.fit(luminance, alpha, temporal_.weight(), options.edge_refine,
                   {options.black_point, options.white_point}, finder_.scratch());
  }

  AlphaFinder finder_;
  Rest rest_;
  TemporalFilter temporal_;
  Islands islands_;
  GuidedUpsampler upsampler_;
  EdgeShape edge_shape_;
  cv::Mat alpha_;  ///< at working size
  cv::Size frame_size_;
  StageTimes times_;
  MatterInfo info_;
};

std::unique_ptr<Matter> open_named(const ModelOptions& options) {
  const ModelFile file = ModelFile::open(find_model(options.model));
  return std::make_unique<EngineMatter>(
      file, make_engine(options.device, file.weights, file.metadata, options.precision), options);
}

}  // namespace

std::unique_ptr<Matter> Matter::open(const ModelOptions& options) {
  options.check();
  if (options.model != automatic_model) return open_named(options);
  return open_fitting(options, {open_named, processor_time, fitting_model_memory()});
}

}  // namespace shm
