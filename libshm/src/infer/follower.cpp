// SPDX-License-Identifier: MIT
// Which part of a video's frames the network looks at, so that it sees people large.
#include "infer/follower.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "infer/zoom.hpp"

namespace shm {
namespace {

constexpr double surroundings = 0.12;  ///< of people's longer side, around them in a new part
constexpr double rim = 0.03;           ///< of the same, which they keep from the part's border
constexpr double least_gain = 1.15;    ///< how much longer the whole is than a part worth having
constexpr double smaller = 0.7;        ///< share of its area from which on a part shrinks
constexpr int doubtful_frames = 150;
constexpr int least_side = 64;  ///< of frames at working size, of which less than all is looked at
/// Of the whole's pixels, which a part is seen with: from close by there is more edge, so that more
/// of it goes through M-Net, and a frame takes about as long.
constexpr double seen_share = 0.75;
constexpr int steps = 4;  ///< of the sides that a part is seen with, pixels

/// Every so many pixels along each side two frames are compared; how much one must change, of 0..1,
/// and which share of them in another scene.
constexpr int stride = 8;
constexpr float change = 0.1F;
constexpr double another = 0.5;

/// The side that a part is seen with where the whole has this one.
int seen(double side) {
  return std::max(1, int(std::lround(std::sqrt(seen_share) * side / steps))) * steps;
}

bool holds(const cv::Rect& part, const cv::Rect& other) {
  return (part & other) == other;
}

/// Where a length begins whose middle is there, or as near as can be, within 0..whole.
int begin_around(double middle, int length, int whole) {
  return std::clamp(int(std::lround(middle - length / 2.0)), 0, whole - length);
}

}  // namespace

void Follower::begin_frame(cv::Size size, Time time) {
  if (size != size_) {
    size_ = size;
    reset();
  }
  ++unseen_;
  time_ = time;
  if (time_ && whole_time_ && *time_ - *whole_time_ >= longest_time) unseen_ = longest_unseen;
  doubtful_ = std::max(0, doubtful_ - 1);
}

void Follower::reset() {
  part_ = whole();
  unseen_ = longest_unseen;
  wholes_ = 1;
  whole_time_.reset();
  doubtful_ = 0;
  lately_ = long_ = {};
}

void Follower::saw_whole(const cv::Mat& alpha, const cv::Rect& region) {
  if (unseen_ >= longest_unseen) long_ = std::exchange(lately_, {});
  lately_ |= people_in(alpha) & region;
  unseen_ = 0;
  whole_time_ = time_;
  ++wholes_;
  const cv::Rect people = lately_ | long_;
  if (people.empty() || doubtful_ > 0 || std::min(size_.width, size_.height) < least_side) {
    part_ = whole();
    return;
  }
  const Part fitting = around(people);
  if (!is_roomy_for(people) || fitting.place.area() < smaller * part_.place.area()) part_ = fitting;
}

void Follower::saw_part(const cv::Mat& alpha, const cv::Rect& region) {
  const cv::Rect people = people_in(alpha) & region;
  lately_ |= people;
  wholes_ = 0;
  if (people.empty() || !is_roomy_for(people)) unseen_ = longest_unseen;
}

void Follower::doubt() {
  part_ = whole();
  doubtful_ = doubtful_frames;
}

bool Follower::is_roomy_for(const cv::Rect& people) const {
  return holds(part_.place, grown(people, rim) & cv::Rect({}, size_));
}

std::array<cv::Size, 3> Follower::shapes() const {
  const int width = seen(size_.width), height = seen(size_.height);
  const int side = seen(std::sqrt(double(size_.area())));
  return {cv::Size(width, height), cv::Size(height, width), cv::Size(side, side)};
}

/// The smallest of a shape that holds people and what lies around them.
Follower::Part Follower::around(const cv::Rect& people) const {
  const cv::Rect needed = grown(people, surroundings) & cv::Rect({}, size_);
  const cv::Point2d middle = cv::Point2d(needed.tl() + needed.br()) / 2;
  Part best = whole();
  double least = 1 / (least_gain * std::sqrt(seen_share));
  for (const cv::Size& shape : shapes()) {
    const double scale = std::max({double(needed.width) / shape.width,
                                   double(needed.height) / shape.height, 1.0 / largest_zoom});
    const cv::Size size(int(std::ceil(scale * shape.width)), int(std::ceil(scale * shape.height)));
    if (scale >= least || size.width > size_.width || size.height > size_.height) continue;
    least = scale;
    best = {{begin_around(middle.x, size.width, size_.width),
             begin_around(middle.y, size.height, size_.height), size.width, size.height},
            shape};
  }
  return best;
}

bool begins_scene(const cv::Mat& before, const cv::Mat& now) {
  if (before.size() != now.size()) return true;
  int seen = 0, changed = 0;
  for (int y = 0; y < now.rows; y += stride)
    for (int x = 0; x < now.cols; x += stride, ++seen)
      changed += std::abs(before.at<float>(y, x) - now.at<float>(y, x)) > change ? 1 : 0;
  return changed > another * seen;
}

}  // namespace shm
