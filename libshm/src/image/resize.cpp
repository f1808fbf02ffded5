#include "image/resize.hpp"

#include <opencv2/imgproc.hpp>

namespace shm {
namespace {

/// Whether halving leaves enough for the rest to be a true average.
bool worth_halving(cv::Size from, cv::Size to) {
  return from.width >= 3 * to.width && from.height >= 3 * to.height;
}

}  // namespace

void Resizer::resize(const cv::Mat& from, cv::Mat& to, cv::Size size) {
  cv::Mat source = from;
  for (int turn = 0; worth_halving(source.size(), size); turn = 1 - turn) {
    const cv::Size half = source.size() / 2;
    cv::resize(source({{}, half * 2}), halves_[turn], half, 0, 0, cv::INTER_AREA);
    source = halves_[turn];
  }
  const bool shrinks = size.width <= source.cols && size.height <= source.rows;
  cv::resize(source, to, size, 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
}

}  // namespace shm
