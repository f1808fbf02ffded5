// SPDX-License-Identifier: MIT
// Loose hair for people cut out.

#include "data/strands.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "data/head.hpp"

namespace shm {
namespace {

constexpr int fine = 4;     // strands are drawn on so many x so many parts of a pixel
constexpr int points = 12;  // of a strand
constexpr int least_head = 40;

/// How the strands of a lock fall.
struct Lock {
  double direction, length, bend, curl, waves, fall;
  int strands;
};

/// A person's hair.
struct Hair {
  bool curly, long_locks;
  cv::Vec3b color;
};

Lock random_lock(const Hair& hair, const cv::Point2d& outwards, double head, Random& random) {
  Lock lock = {};
  lock.direction = std::atan2(outwards.y, outwards.x) + random.uniform(-0.9, 0.9);
  lock.length = head * (hair.long_locks ? random.uniform(0.2, 0.9) : random.uniform(0.05, 0.3));
  lock.bend = random.uniform(-1.5, 1.5);
  lock.curl = head * (hair.curly ? random.uniform(0.01, 0.03) : 0);
  lock.waves = random.uniform(1, 4);
  lock.fall = hair.long_locks ? random.uniform(2, 5) : random.uniform(0, 0.6);
  lock.strands = hair.long_locks ? random.integer(3, 20) : random.integer(1, 5);
  return lock;
}

/// From the root on, its tip bent sideways and pulled down, on the fine grid.
std::vector<cv::Point> strand(const cv::Point2d& root, const Lock& lock) {
  std::vector<cv::Point> line;
  cv::Point2d place = root;
  for (int i = 0; i <= points; ++i) {
    const double along = double(i) / points;
    const double turned = lock.direction + lock.bend * along;
    const double aside = lock.curl * std::sin(2 * CV_PI * lock.waves * along);
    const cv::Point2d across(-std::sin(turned), std::cos(turned));
    line.emplace_back((place + across * aside) * fine);
    const cv::Point2d ahead(std::cos(turned), std::sin(turned) + lock.fall * along);
    place += ahead / std::max(1.0, cv::norm(ahead)) * (lock.length / points);
  }
  return line;
}

void draw_lock(cv::Mat& grid, const cv::Point2d& root, Lock lock, Random& random) {
  const double spread = random.uniform(1, 8);
  const Lock middle = lock;
  for (int i = 0; i < lock.strands; ++i) {
    lock.direction = middle.direction + random.uniform(-0.25, 0.25);
    lock.length = middle.length * random.uniform(0.6, 1.2);
    lock.bend = middle.bend + random.uniform(-0.3, 0.3);
    const cv::Point2d from(root.x + random.uniform(-spread, spread),
                           root.y + random.uniform(-spread, spread));
    cv::polylines(grid, strand(from, lock), false, 255, random.integer(2, 5));
  }
}

/// What the lock covers of each pixel.
cv::Mat coverage(const cv::Size& size, const cv::Point& root, const Lock& lock, Random& random) {
  cv::Mat grid = cv::Mat::zeros(size * fine, CV_8UC1);
  draw_lock(grid, root, lock, random);
  cv::Mat share;
  cv::resize(grid, share, size, 0, 0, cv::INTER_AREA);
  return share;
}

/// The lock in its colour over the person; straight colours stay straight.
void blend(Sample& person, const cv::Rect& part, const cv::Mat& share, const cv::Vec3b& color) {
  for (int y = 0; y < part.height; ++y)
    for (int x = 0; x < part.width; ++x) {
      const int front = share.at<std::uint8_t>(y, x);
      if (front == 0) continue;
      auto& alpha = person.alpha.at<std::uint8_t>(part.y + y, part.x + x);
      auto& pixel = person.image.at<cv::Vec3b>(part.y + y, part.x + x);
      const double behind = alpha * (255 - front) / 255.0;
      for (int c = 0; c < 3; ++c)
        pixel[c] = cv::saturate_cast<std::uint8_t>((color[c] * front + pixel[c] * behind) /
                                                   (front + behind));
      alpha = cv::saturate_cast<std::uint8_t>(front + behind);
    }
}

cv::Vec3b lighter(const cv::Vec3b& color, double factor) {
  return {cv::saturate_cast<std::uint8_t>(color[0] * factor),
          cv::saturate_cast<std::uint8_t>(color[1] * factor),
          cv::saturate_cast<std::uint8_t>(color[2] * factor)};
}

/// In the colour of the crown.
Hair random_hair(const Sample& person, const cv::Rect& head, Random& random) {
  const cv::Point crown(head.x + head.width / 2, head.y + std::max(2, head.height / 12));
  return {random.chance(0.3), random.chance(0.4), person.image.at<cv::Vec3b>(crown)};
}

void add_lock(Sample& person, const Hair& hair, const cv::Rect& head, const cv::Point2d& root,
              Random& random) {
  const cv::Point2d centre(head.x + head.width / 2.0, head.y + head.height / 2.0);
  const Lock lock = random_lock(hair, root - centre, std::max(head.width, head.height), random);
  const int reach = int(lock.length * 1.2) + 10;
  const cv::Point corner(int(root.x) - reach, int(root.y) - reach);
  const cv::Rect part =
      cv::Rect(corner, cv::Size(2 * reach, 2 * reach)) & cv::Rect({}, person.image.size());
  const cv::Mat share = coverage(part.size(), cv::Point(root) - part.tl(), lock, random);
  blend(person, part, share, lighter(hair.color, random.uniform(0.75, 1.3)));
}

/// Room for strands above and beside the person.
void widen(Sample& sample, int by) {
  cv::copyMakeBorder(sample.image, sample.image, by, 0, by, by, cv::BORDER_REPLICATE);
  cv::copyMakeBorder(sample.alpha, sample.alpha, by, 0, by, by, cv::BORDER_CONSTANT, 0);
}

}  // namespace

void add_strands(Sample& cut_out, Random& random) {
  if (cv::countNonZero(cut_out.alpha > 127) == 0) return;
  cv::Rect head = head_of(cut_out.alpha);
  const double size = std::max(head.width, head.height);
  if (size < least_head) return;
  const int room = head.width / 3;
  widen(cut_out, room);
  head += cv::Point(room, room);
  const std::vector<cv::Point> roots = hairline(cut_out.alpha, head);
  const Hair hair = random_hair(cut_out, head, random);
  const int locks = random.integer(5, 40);
  for (int i = 0; i < locks; ++i)
    add_lock(cut_out, hair, head, roots[std::size_t(random.below(roots.size()))], random);
}

}  // namespace shm
