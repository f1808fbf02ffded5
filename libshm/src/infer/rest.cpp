// SPDX-License-Identifier: MIT
// Alpha kept while a picture stands still, and when to look again.
#include "infer/rest.hpp"

#include "image/mat.hpp"

namespace shm {
namespace {

/// Nobody is where alpha stays below a half.
constexpr double somebody = 0.5;

/// What makes another alpha of the same frames: all but how they are worked on.
FrameOptions looks_of(FrameOptions options) {
  options.skip_static = true;
  options.interval = 1;
  options.threads = 0;
  options.time.reset();
  return options;
}

}  // namespace

bool Rest::give(const ImageView& frame, const FrameOptions& options, Time now, cv::Mat alpha) {
  const bool same = options_ && looks_of(*options_) == looks_of(options);
  if (!options.skip_static || !same) reset();
  if (!options.skip_static) return false;
  options_ = options;
  const bool holds = stillness_.holds(frame, now);
  has_alpha_ = holds && has_alpha_ && alpha_.type() == alpha.type();
  if (has_alpha_) alpha_.copyTo(alpha);
  return has_alpha_;
}

void Rest::update(const cv::Mat& alpha, Time now) {
  if (!options_) return;
  alpha.copyTo(alpha_);
  has_alpha_ = true;
  double most = 0;
  cv::minMaxLoc(alpha, nullptr, &most);
  stillness_.matted(most < somebody * white(alpha), now);
}

void Rest::reset() {
  stillness_.reset();
  options_.reset();
  has_alpha_ = false;
}

}  // namespace shm
