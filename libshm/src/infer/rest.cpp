// SPDX-License-Identifier: MIT
#include "infer/rest.hpp"

#include <tuple>

#include "image/mat.hpp"

namespace shm {
namespace {

/// Nobody is where alpha stays below a half.
constexpr double somebody = 0.5;

/// What makes another alpha of the same frames.
auto looks_of(const FrameOptions& options) {
  return std::tuple(options.size, options.edge_refine, options.temporal, options.black_point,
                    options.white_point, options.shift, options.feather, options.feather_side,
                    options.min_area, options.keep);
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
