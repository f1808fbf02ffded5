// SPDX-License-Identifier: MIT
// Where the head of a person cut out is.

#include "data/head.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace shm {
namespace {

constexpr int least_width = 40;  // narrower are hair, or hats
constexpr double hairy = 0.6;    // of the head's height, from the top

}  // namespace

cv::Rect head_of(const cv::Mat& alpha) {
  const cv::Mat person = alpha > 127;
  const cv::Rect body = cv::boundingRect(person);
  int widest = least_width;
  int row = body.y;
  for (; row < body.br().y && row - body.y <= widest * 1.6; ++row) {
    const int width = cv::boundingRect(person.row(row)).width;
    if (widest > least_width && width < widest * 5 / 6) break;
    widest = std::max(widest, width);
  }
  return cv::boundingRect(person.rowRange(body.y, row)) + cv::Point(0, body.y);
}

std::vector<cv::Point> hairline(const cv::Mat& alpha, const cv::Rect& head) {
  std::vector<std::vector<cv::Point>> outlines;
  cv::findContours(alpha(head) > 127, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE,
                   head.tl());
  std::vector<cv::Point> points;
  for (const std::vector<cv::Point>& outline : outlines)
    for (const cv::Point& point : outline)
      if (point.y < head.y + head.height * hairy) points.push_back(point);
  return points;
}

}  // namespace shm
