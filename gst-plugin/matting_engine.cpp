// SPDX-License-Identifier: MIT
// The model at work: swapped while frames flow, moved to the CPU where a GPU fails.
#include "matting_engine.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "debug.hpp"
#include "failure.hpp"
#include "is_ready.hpp"
#include "library_loader.hpp"
#include "shm/error.hpp"
#include "shm/options.hpp"

#define GST_CAT_DEFAULT gst_shm_matting_debug

namespace shm {

void MattingEngine::open(const ModelOptions& options) {
  if (matter_ && options == options_) return;
  library_ = &load_library();
  matter_.reset();
  gpu_.reset();
  install(library_->open_matter(options), options);
}

void MattingEngine::close() {
  cancel_swap();
  matter_.reset();
  gpu_.reset();
  advice_.clear();
  advice_limits_.clear();
}

void MattingEngine::cancel_swap() {
  loading_ = {};
  refused_model_.clear();
}

void MattingEngine::install(Loaded matter, const ModelOptions& options) {
  matter_ = std::move(matter);
  gpu_.reset();
  gpu_failed_ = false;
  options_ = options;
  judged_.reset();
  const MatterInfo& info = matter_->info();
  stats_.set_matter(info);
  GST_INFO_OBJECT(element_, "model %s on %s", info.name.c_str(), info.device.c_str());
  if (info.fallback.empty()) return;
  GST_WARNING_OBJECT(element_, "on %s: %s", info.device.c_str(), info.fallback.c_str());
  GST_ELEMENT_INFO(element_, LIBRARY, SETTINGS,
                   ("Matting on %s: %s", info.device.c_str(), info.fallback.c_str()), (nullptr));
}

void MattingEngine::swap_to(const std::string& model) {
  try {
    if (is_ready(loading_)) install(loading_.get(), next_);
    if (model == options_.model) refused_model_.clear();
    if (!loading_.valid() && model != options_.model && model != refused_model_) load_aside(model);
  } catch (...) {
    refused_model_ = next_.model;
    post_warning(element_, current_failure(), "going on with the model " + options_.model);
  }
}

void MattingEngine::load_aside(const std::string& model) {
  next_ = options_;
  next_.model = model;
  loading_ = std::async(std::launch::async, [library = library_, next = next_, frames = frames_] {
    Loaded matter = library->open_matter(next);
    if (frames.width > 0) matter->prepare(frames.width, frames.height, frames.options);
    return matter;
  });
}

void MattingEngine::turn_upright(Turn how) {
  if (turn_ == how) return;
  turn_ = how;
  upright_ = {};
  reset();
}

void MattingEngine::use_pixel_aspect(double aspect) {
  const OptionFacts range = option_of(&FrameOptions::pixel_aspect);
  pixel_aspect_ = std::clamp(aspect, range.least, range.most);
}

void MattingEngine::prepare(int width, int height, const FrameOptions& options) {
  if (turn_.transposed) std::swap(width, height);
  frames_ = {width, height, own(options)};
  try {
    if (matter_) matter_->prepare(width, height, frames_.options);
  } catch (...) {
    GST_WARNING_OBJECT(element_, "preparing %dx%d: %s", width, height,
                       current_failure().text.c_str());
  }
}

FrameOptions MattingEngine::own(const FrameOptions& options) const {
  FrameOptions own = options;
  own.threads = threads_;
  own.interval = interval_;
  if (GST_CLOCK_TIME_IS_VALID(time_)) own.time = std::chrono::nanoseconds(time_);
  own.skip_static = options.skip_static && live_;
  own.pixel_aspect = turn_.transposed ? 1 / pixel_aspect_ : pixel_aspect_;
  return own;
}

void MattingEngine::matte(const ImageView& frame, const FrameOptions& options,
                          const MutableImageView& alpha) {
  warn_of(options);
  if (turn_ == Turn()) return matte_upright(frame, options, alpha);
  make_upright(frame.width, frame.height, frame.format);
  library_->turn(frame, turn_, upright_.frame);
  matte_upright(upright_.frame, options, upright_.alpha);
  library_->turn(upright_.alpha, turn_.back(), alpha);
}

void MattingEngine::warn_of(const FrameOptions& options) {
  if (judged_ == options) return;
  judged_ = options;
  const std::vector<Advice> before =
      std::exchange(advice_, advice_on(options, matter_->info().model));
  for (const Advice& advice : advice_) {
    const bool told = std::ranges::find(before, advice) != before.end();
    if (!told && advice_limits_[advice.option].allows(FailureKind::option))
      post_warning(element_, {FailureKind::option, advice.fault}, advice.consequence);
  }
}

void MattingEngine::make_upright(int width, int height, PixelFormat format) {
  if (turn_.transposed) std::swap(width, height);
  const Image& frame = upright_.frame;
  if (frame.width() == width && frame.height() == height && frame.format() == format) return;
  upright_ = {Image(width, height, format), Image(width, height, PixelFormat::gray)};
}

void MattingEngine::matte_upright(const ImageView& frame, const FrameOptions& options,
                                  const MutableImageView& alpha) {
  try {
    matter_->matte(frame, own(options), alpha);
  } catch (const DeviceError& error) {
    const bool may_move = options_.device == "auto" && matter_->info().device != "cpu";
    if (!may_move) throw;
    fall_back_to_cpu(error.what());
    matter_->matte(frame, own(options), alpha);
  }
}

void MattingEngine::trimap(const MutableImageView& trimap) {
  if (turn_ == Turn()) return matter_->trimap(trimap);
  matter_->trimap(upright_.alpha);
  library_->turn(upright_.alpha, turn_.back(), trimap);
}

void MattingEngine::fall_back_to_cpu(const std::string& reason) {
  ModelOptions on_cpu = options_;
  on_cpu.device = "cpu";
  Loaded matter = library_->open_matter(on_cpu);
  post_warning(element_, {FailureKind::device, reason}, "going on with the CPU");
  matter_ = std::move(matter);
  gpu_.reset();
  stats_.set_matter(matter_->info());
}

const char* MattingEngine::reason_to_leave_gpu() const {
  if (matter_->info().device == "cpu") return "the model is at work on the CPU";
  if (gpu_failed_) return "the GPU has failed";
  return turn_ == Turn() ? nullptr : "they are turned upright for the network";
}

GpuMatter& MattingEngine::on_gpu() {
  if (gpu_) return *gpu_;
  ModelOptions same = options_;
  same.model = matter_->info().name;
  same.device = matter_->info().device;
  gpu_ = library_->open_gpu_matter(same);
  return *gpu_;
}

void MattingEngine::reset() {
  if (matter_) matter_->reset();
  reset_gpu();
}

void MattingEngine::reset_gpu() {
  if (gpu_) gpu_->reset();
}

}  // namespace shm
