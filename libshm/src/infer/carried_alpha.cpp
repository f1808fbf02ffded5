#include "infer/carried_alpha.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/parallel.hpp"
#include "kernels/cpu/lanes.hpp"

namespace shm {
namespace {

constexpr int block_side = 8;
/// What a block is looked for by: itself and what lies around it.
constexpr int window_side = 16;
constexpr int surroundings = (window_side - block_side) / 2;
/// Pixels that something may move from frame to frame, along each side.
constexpr int reach = 8;
constexpr int searched_side = window_side + 2 * reach;
/// Blocks around an edge of alpha to which it may move.
constexpr int near = 2;

/// Sums of squared differences over a window: what a camera's noise changes in them, and the
/// share of what a block differs where it stands that moving it must take away.
constexpr float noise = 0.02F;
constexpr float gain = 0.85F;

/// Alpha that is all that near to 0, or to 1, has no edge.
constexpr float sure = 0.02F;

template <std::size_t side>
using Square = std::array<float, side * side>;
using Window = Square<window_side>;
using Searched = Square<searched_side>;

/// Square cut of a plane whose left upper pixel is at (left, top); outside, the border goes on.
template <std::size_t size>
void cut(const cv::Mat& plane, int left, int top, int side, std::array<float, size>& to) {
  const bool inside = left >= 0 && left + side <= plane.cols;
  for (int y = 0; y < side; ++y) {
    const auto* row = plane.ptr<float>(std::clamp(top + y, 0, plane.rows - 1));
    float* line = to.data() + std::ptrdiff_t(y) * side;
    if (inside) {
      std::copy_n(row + left, side, line);
      continue;
    }
    for (int x = 0; x < side; ++x)
      line[x] = row[std::clamp(left + x, 0, plane.cols - 1)];
  }
}

SHM_EACH_VECTOR_UNIT
float difference(const float* window, const float* searched) {
  std::array<float, window_side> sums{};
  for (int y = 0; y < window_side; ++y)
    for (std::size_t x = 0; x < window_side; ++x) {
      const float by =
          window[std::size_t(window_side * y) + x] - searched[std::size_t(searched_side * y) + x];
      sums[x] += by * by;
    }
  float sum = 0;
  for (const float column : sums)
    sum += column;
  return sum;
}

/// A window's differences from what it may have been.
class Search {
 public:
  Search(const Window& window, const Searched& searched) : window_(window), searched_(searched) {}

  float at(int x, int y) const {
    return difference(window_.data(),
                      searched_.data() + std::ptrdiff_t(searched_side) * (y + reach) + x + reach);
  }

  /// The place of the least difference, on every second pixel and then around it; where it is
  /// hardly less than that of (0, 0), this.
  cv::Point best() const {
    Best best{{0, 0}, gain * at(0, 0) - noise};
    const cv::Point still;
    look_around(still, reach, 2, best);
    const cv::Point coarse = best.place;
    if (coarse != still) look_around(coarse, 1, 1, best);
    return best.place;
  }

  /// Where between pixels the difference is least: that of the parabola through three.
  cv::Point2f refined(cv::Point place) const {
    const float here = at(place.x, place.y);
    const auto offset = [here](float before, float after) {
      return std::clamp((before - after) / (2 * (before + after - 2 * here) + noise), -0.5F, 0.5F);
    };
    const int left = std::max(place.x - 1, -reach), right = std::min(place.x + 1, reach);
    const int up = std::max(place.y - 1, -reach), down = std::min(place.y + 1, reach);
    return {float(place.x) + offset(at(left, place.y), at(right, place.y)),
            float(place.y) + offset(at(place.x, up), at(place.x, down))};
  }

 private:
  struct Best {
    cv::Point place;
    float difference;
  };

  void look_around(cv::Point middle, int radius, int step, Best& best) const {
    for (int y = std::max(middle.y - radius, -reach); y <= std::min(middle.y + radius, reach);
         y += step)
      for (int x = std::max(middle.x - radius, -reach); x <= std::min(middle.x + radius, reach);
           x += step) {
        const float here = at(x, y);
        if (here < best.difference) best = {{x, y}, here};
      }
  }

  const Window& window_;
  const Searched& searched_;
};

float sample(const cv::Mat& plane, float x, float y) {
  const float left = std::floor(x), top = std::floor(y);
  const auto at = [&](int column, int row) {
    return plane.at<float>(std::clamp(row, 0, plane.rows - 1),
                           std::clamp(column, 0, plane.cols - 1));
  };
  const int column = int(left), row = int(top);
  const float upper = at(column, row) + (x - left) * (at(column + 1, row) - at(column, row));
  const float lower =
      at(column, row + 1) + (x - left) * (at(column + 1, row + 1) - at(column, row + 1));
  return upper + (y - top) * (lower - upper);
}

cv::Rect block_at(int column, int row, cv::Size size) {
  return cv::Rect(column * block_side, row * block_side, block_side, block_side) &
         cv::Rect({}, size);
}

int blocks_of(int length) {
  return (length + block_side - 1) / block_side;
}

}  // namespace

void CarriedAlpha::remember(const cv::Mat& luminance, const cv::Mat& alpha) {
  luminance.copyTo(luminance_);
  alpha.copyTo(alpha_);
}

void CarriedAlpha::reset() {
  luminance_.release();
  alpha_.release();
}

cv::Mat CarriedAlpha::carry(const cv::Mat& luminance) {
  alpha_.copyTo(carried_);
  find_edges();
  for_each_row(contents_.rows, [&](int row) {
    for (int column = 0; column < contents_.cols; ++column)
      if (near_edge(column, row)) carry_block(luminance, column, row);
  });
  return carried_;
}

void CarriedAlpha::find_edges() {
  contents_.create(blocks_of(alpha_.rows), blocks_of(alpha_.cols), CV_8UC1);
  for_each_row(contents_.rows, [&](int row) {
    for (int column = 0; column < contents_.cols; ++column) {
      double least = 0, most = 0;
      cv::minMaxLoc(alpha_(block_at(column, row, alpha_.size())), &least, &most);
      contents_.at<std::uint8_t>(row, column) =
          std::uint8_t((most > sure ? 1 : 0) | (least < 1 - sure ? 2 : 0));
    }
  });
}

bool CarriedAlpha::near_edge(int column, int row) const {
  int content = 0;
  for (int y = std::max(0, row - near); y <= std::min(contents_.rows - 1, row + near); ++y)
    for (int x = std::max(0, column - near); x <= std::min(contents_.cols - 1, column + near); ++x)
      content |= contents_.at<std::uint8_t>(y, x);
  return content == 3;
}

void CarriedAlpha::carry_block(const cv::Mat& luminance, int column, int row) {
  const cv::Rect block = block_at(column, row, alpha_.size());
  const cv::Point2f from = motion(luminance, block);
  if (from == cv::Point2f()) return;
  for (int y = block.y; y < block.br().y; ++y)
    for (int x = block.x; x < block.br().x; ++x)
      carried_.at<float>(y, x) = sample(alpha_, float(x) + from.x, float(y) + from.y);
}

/// Where the block was in the frame before, as seen from where it is.
cv::Point2f CarriedAlpha::motion(const cv::Mat& luminance, cv::Rect block) const {
  Window window;
  Searched searched;
  const cv::Point corner(block.x - surroundings, block.y - surroundings);
  cut(luminance, corner.x, corner.y, window_side, window);
  cut(luminance_, corner.x - reach, corner.y - reach, searched_side, searched);
  const Search search(window, searched);
  if (search.at(0, 0) < noise) return {};
  return search.refined(search.best());
}

}  // namespace shm
