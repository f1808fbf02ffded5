// SPDX-License-Identifier: MIT
// The part of a frame in which people are shown.
#include "infer/region.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/parallel.hpp"
#include "kernels/cpu/lanes.hpp"

namespace shm {
namespace {

constexpr double fade_share = 1.0 / 50;  ///< of the frame's shorter side

struct Span {
  double begin, end;  ///< shares of a side

  bool whole() const { return begin <= 0 && end >= 1; }
};

/// What is left of alpha at each position of a side.
std::vector<float> shares_of(const Span& span, int length, double fade) {
  std::vector<float> shares(std::size_t(length), 1.F);
  const auto left = [&](double beyond) { return float(std::clamp(beyond / fade, 0.0, 1.0)); };
  for (int i = 0; i < length; ++i) {
    float& share = shares[std::size_t(i)];
    if (span.begin > 0) share = left(i + 0.5 - span.begin * length);
    if (span.end < 1) share = std::min(share, left(span.end * length - i - 0.5));
  }
  return shares;
}

template <typename Number>
void multiply_rows(const std::vector<float>& columns, const std::vector<float>& rows,
                   cv::Mat& alpha) {
  for_each_row(alpha.rows, [&](int y) {
    const float* shares = columns.data();
    const float share = rows[std::size_t(y)];
    auto* numbers = alpha.ptr<Number>(y);
    on_vector_unit([=, width = alpha.cols]() mutable SHM_IN_EACH {
      for (int x = 0; x < width; ++x)
        store(float(numbers[x]) * shares[x] * share, numbers[x]);
    });
  });
}

}  // namespace

cv::Rect region_of(const FrameOptions& options, cv::Size frame) {
  const cv::Point begin(int(std::floor(options.region_left * frame.width)),
                        int(std::floor(options.region_top * frame.height)));
  const cv::Point end(int(std::ceil(options.region_right * frame.width)),
                      int(std::ceil(options.region_bottom * frame.height)));
  if (end.x <= begin.x || end.y <= begin.y) return {};
  return {begin, end};
}

void keep_region(const FrameOptions& options, cv::Mat& alpha) {
  const Span across{options.region_left, options.region_right};
  const Span down{options.region_top, options.region_bottom};
  if (across.whole() && down.whole()) return;
  const double fade = std::max(1.0, fade_share * std::min(alpha.cols, alpha.rows));
  const auto columns = shares_of(across, alpha.cols, fade);
  const auto rows = shares_of(down, alpha.rows, fade);
  if (alpha.depth() == CV_8U)
    multiply_rows<std::uint8_t>(columns, rows, alpha);
  else
    multiply_rows<float>(columns, rows, alpha);
}

}  // namespace shm
