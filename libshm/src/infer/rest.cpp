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
  return options;
}

}  // namespace

bool Rest::give(const ImageView& frame, const FrameOptions& options, Time now, cv::Mat alpha) {
  const bool same = options_ && looks_of(*options_) == looks_of(options);
  if (!options.skip_static || !same) reset();
  if (!options.skip_static) return false;
  options_ = options;
  const bool holds = stillness_.holds(frame, now);
  remembered_ = holds && remembered_ && alpha_.type() == alpha.type();
  if (remembered_) alpha_.copyTo(alpha);
  return remembered_;
}

void Rest::remember(const cv::Mat& alpha, Time now) {
  if (!options_) return;
  alpha.copyTo(alpha_);
  remembered_ = true;
  double most = 0;
  cv::minMaxLoc(alpha, nullptr, &most);
  stillness_.matted(most < somebody * white(alpha), now);
}

void Rest::reset() {
  stillness_.reset();
  options_.reset();
  remembered_ = false;
}

}  // namespace shm
