// SPDX-License-Identifier: MIT
// The part of a picture that is worth a second look.
#include "infer/zoom.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "image/mat.hpp"
#include "image/resize.hpp"

namespace shm {
namespace {

/// The longer side at which people are looked for: specks are lost there.
constexpr int coarse_side = 160;
constexpr double seen = 0.25;          ///< alpha from which on somebody is there
constexpr double sure = 0.85;          ///< alpha without which nobody is: furniture is a guess
constexpr double surroundings = 0.07;  ///< of the longer side, around people
constexpr double glimpse = 0.05;       ///< alpha from which on somebody may be there
constexpr double rim = 0.03;           ///< of the longer side, around a glimpse
constexpr double found_again = 0.4;    ///< share of the first look's alpha, at least
constexpr double least_gain = 1.05;    ///< in length, for which a second look is worth its time

cv::Mat coarse(const cv::Mat& alpha) {
  const cv::Size size = size_within(alpha.size(), coarse_side);
  if (size == alpha.size()) return alpha;
  cv::Mat small;
  cv::resize(alpha, small, size, 0, 0, cv::INTER_AREA);
  return small;
}

/// The same part of a picture of another size.
cv::Rect scaled(const cv::Rect& part, cv::Size from, cv::Size to) {
  const double x = double(to.width) / from.width, y = double(to.height) / from.height;
  const cv::Point begin(int(part.x * x), int(part.y * y));
  const cv::Point end(int(std::ceil(part.br().x * x)), int(std::ceil(part.br().y * y)));
  return {begin, end};
}

}  // namespace

cv::Rect grown(const cv::Rect& part, double share) {
  const int by = int(std::lround(share * std::max(part.width, part.height)));
  return part + cv::Size(2 * by, 2 * by) - cv::Point(by, by);
}

cv::Rect people_in(const cv::Mat& alpha) {
  const cv::Mat small = coarse(alpha);
  if (cv::countNonZero(small > sure * white(alpha)) == 0) return {};
  const cv::Rect people = cv::boundingRect(cv::Mat(small > seen * white(alpha)));
  return people.empty() ? people : scaled(people, small.size(), alpha.size());
}

cv::Rect part_with_people(const cv::Mat& alpha) {
  const cv::Rect people = people_in(alpha);
  if (people.empty()) return {};
  const cv::Rect part = grown(people, surroundings) & cv::Rect({}, alpha.size());
  const bool larger =
      std::max(alpha.cols, alpha.rows) >= least_gain * std::max(part.width, part.height);
  return larger ? part : cv::Rect();
}

cv::Mat near_people(const cv::Mat& alpha) {
  cv::Mat near = coarse(alpha) > glimpse * white(alpha);
  const int reach = std::max(1, int(std::lround(rim * std::max(near.cols, near.rows))));
  const cv::Size window(2 * reach + 1, 2 * reach + 1);
  cv::dilate(near, near, cv::getStructuringElement(cv::MORPH_ELLIPSE, window));
  cv::blur(near, near, {3, 3});
  return near;
}

bool lost_people(const cv::Mat& first, const cv::Mat& second) {
  return cv::sum(second)[0] < found_again * cv::sum(first)[0];
}

void keep_near(const cv::Mat& near, cv::Mat& alpha) {
  cv::Mat most;
  cv::resize(near, most, alpha.size(), 0, 0, cv::INTER_LINEAR);
  most.convertTo(most, alpha.depth(), white(alpha) / 255);
  cv::min(alpha, most, alpha);
}

}  // namespace shm
