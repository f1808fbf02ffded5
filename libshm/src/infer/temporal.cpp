#include "infer/temporal.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace shm {
namespace {

/// Mean difference of 3x3 pixels, 0..1: a webcam's noise stays below the first, and above the
/// second something moved.
constexpr float noise = 0.012F;
constexpr float motion = 0.04F;

/// Motion shows where there is texture; what lies around it moved too.
constexpr int motion_reach = 5;

/// At full strength a flicker falls to a quarter: alpha then follows the last eight frames or so.
constexpr float strongest = 0.9F;

float stillness(float change) {
  return std::clamp((motion - change) / (motion - noise), 0.0F, 1.0F);
}

}  // namespace

void TemporalFilter::run(const cv::Mat& picture, double unit, double strength, cv::Mat& alpha) {
  if (picture_.size() != picture.size()) {
    picture.copyTo(picture_);
    alpha.copyTo(alpha_);
    return;
  }
  measure_change(picture, unit);
  mix(picture, strongest * float(strength), alpha);
}

void TemporalFilter::reset() {
  picture_.release();
  alpha_.release();
}

void TemporalFilter::measure_change(const cv::Mat& picture, double unit) {
  const auto share = float(1 / (3 * unit));
  cv::absdiff(picture, picture_, difference_);
  cv::transform(difference_, change_, cv::Matx13f(share, share, share));
  cv::blur(change_, spread_, {3, 3});
  const cv::Mat reach = cv::getStructuringElement(cv::MORPH_RECT, {motion_reach, motion_reach});
  cv::dilate(spread_, change_, reach);
}

void TemporalFilter::mix(const cv::Mat& picture, float strength, cv::Mat& alpha) {
  for (int y = 0; y < alpha.rows; ++y) {
    const auto* change = change_.ptr<float>(y);
    const auto* now = picture.ptr<float>(y);
    auto* past = picture_.ptr<float>(y);
    auto* alpha_now = alpha.ptr<float>(y);
    auto* alpha_past = alpha_.ptr<float>(y);
    for (int x = 0; x < alpha.cols; ++x) {
      const float keep = strength * stillness(change[x]);
      for (int c = 3 * x; c < 3 * x + 3; ++c)
        past[c] = now[c] + keep * (past[c] - now[c]);
      alpha_past[x] = alpha_now[x] + keep * (alpha_past[x] - alpha_now[x]);
      alpha_now[x] = alpha_past[x];
    }
  }
}

}  // namespace shm
