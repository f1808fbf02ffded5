// SPDX-License-Identifier: MIT
// Alpha moved along with the picture, for frames that the network does not see.
#include "infer/carried_alpha.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>

#include "base/parallel.hpp"
#include "kernels/cpu/alpha_content.hpp"
#include "kernels/cpu/lanes.hpp"

namespace shm {
namespace {

constexpr int block_side = 8;
/// What a block is looked for by: itself and what lies around it.
constexpr int window_side = 16;
constexpr int surroundings = (window_side - block_side) / 2;
/// Pixels that something may move from frame to frame, along each side.
constexpr int reach = 7;
constexpr std::size_t moves = 2 * reach + 1;  ///< along each side, standing still among them
constexpr int searched_side = window_side + 2 * reach + 2;
/// Blocks around an edge of alpha to which it may move.
constexpr int near = 1;
static_assert(near * block_side >= reach);

/// Sums of squared differences over a window: what a camera's noise changes in them, and the
/// share of what a block differs where it stands that moving it must take away.
constexpr float noise = 0.02F;
constexpr float gain = 0.85F;

/// A sum above which a window is not what it is taken for (16 of 255 in each pixel, more than any
/// camera's noise), and the share of such windows from which on too much is unknown.
constexpr float another = 1;
constexpr double most_missed = 0.15;

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

/// A window's differences from what it may have been, for the moves -reach.. along a row: as many
/// as fill two vectors.
using Differences = std::array<float, 16>;
static_assert(Differences().size() >= moves);
/// Said outright, since the compiler would keep sums of arrays in memory.
using Lanes8 __attribute__((vector_size(8 * sizeof(float)))) = float;

SHM_INLINE Lanes8 squared_difference(float value, const float* from) {
  Lanes8 lanes;
  std::memcpy(&lanes, from, sizeof lanes);
  lanes -= value;
  return lanes * lanes;
}

/// Of each row of the window that has the number `step`.
void measure(const float* window, const float* searched, int step, float* differences) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    Lanes8 left{}, right{};
    for (int y = 0; y < window_side; y += step) {
      for (int x = 0; x < window_side; ++x) {
        left += squared_difference(window[x], searched + x);
        right += squared_difference(window[x], searched + x + 8);
      }
      window += step * std::ptrdiff_t(window_side);
      searched += step * std::ptrdiff_t(searched_side);
    }
    std::memcpy(differences, &left, sizeof left);
    std::memcpy(differences + 8, &right, sizeof right);
  });
}

/// Looks for a window in what surrounded it.
class Search {
 public:
  Search(const Window& window, const Searched& searched) : window_(window), searched_(searched) {}

  float at(cv::Point move) { return exact(move.y)[place_of(move.x)]; }

  /// The move of least difference, first among every other row by every other row; where it is
  /// hardly less than that of (0, 0), this.
  cv::Point best() {
    Least least;
    for (int y = -reach; y <= reach; y += 2)
      least.consider(y, of_row(y, 2));
    const int middle = least.move.y;
    least = {};
    for (int y = std::max(middle - 1, -reach); y <= std::min(middle + 1, reach); ++y)
      least.consider(y, exact(y));
    return least.difference < gain * at({}) - noise ? least.move : cv::Point();
  }

  /// Where between pixels the difference is least: that of the parabola through three.
  cv::Point2f refined(cv::Point move) {
    return cv::Point2f(move) + cv::Point2f(offset(move, {1, 0}), offset(move, {0, 1}));
  }

 private:
  struct Least {
    float difference = std::numeric_limits<float>::max();
    cv::Point move;

    void consider(int y, const Differences& row) {
      const auto least = std::min_element(row.begin(), row.begin() + moves);
      if (*least < difference) *this = {*least, {int(least - row.begin()) - reach, y}};
    }
  };

  float offset(cv::Point move, cv::Point along) {
    const float here = at(move), before = at(within(move - along)),
                after = at(within(move + along));
    return std::clamp((before - after) / (2 * (before + after - 2 * here) + noise), -0.5F, 0.5F);
  }

  static std::size_t place_of(int move) { return std::size_t(move) + reach; }

  static cv::Point within(cv::Point move) {
    return {std::clamp(move.x, -reach, reach), std::clamp(move.y, -reach, reach)};
  }

  Differences of_row(int y, int step) const {
    Differences row;
    measure(window_.data(), searched_.data() + searched_side * place_of(y), step, row.data());
    return row;
  }

  const Differences& exact(int y) {
    const std::size_t row = place_of(y);
    if (!known_[row]) exact_[row] = of_row(y, 1);
    known_[row] = true;
    return exact_[row];
  }

  const Window& window_;
  const Searched& searched_;
  std::array<Differences, moves> exact_;
  std::array<bool, moves> known_{};
};

struct Motion {
  cv::Point2f from;   ///< where the block was in the frame before, as seen from where it is
  bool found = true;  ///< false: in no place that was looked at
};

Motion motion(const cv::Mat& before, const cv::Mat& luminance, cv::Rect block) {
  Window window;
  Searched searched;
  const cv::Point corner(block.x - surroundings, block.y - surroundings);
  cut(luminance, corner.x, corner.y, window_side, window);
  cut(before, corner.x - reach, corner.y - reach, searched_side, searched);
  Search search(window, searched);
  if (search.at({}) < noise) return {};
  const cv::Point best = search.best();
  return {search.refined(best), search.at(best) < another};
}

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

void CarriedAlpha::carry(const Frame& before, const cv::Mat& luminance, cv::Mat& alpha) {
  before.alpha.copyTo(alpha);
  find_edges(before.alpha);
  looked_for_ = 0;
  missed_ = 0;
  for_each_row(contents_.rows, [&](int row) {
    for (int column = 0; column < contents_.cols; ++column)
      if (near_edge(column, row)) carry_block(before, luminance, column, row, alpha);
  });
}

bool CarriedAlpha::is_lost() const {
  return missed_ > most_missed * looked_for_;
}

void CarriedAlpha::find_edges(const cv::Mat& alpha) {
  contents_.create(blocks_of(alpha.rows), blocks_of(alpha.cols), CV_8UC1);
  for_each_row(contents_.rows, [&](int row) {
    for (int column = 0; column < contents_.cols; ++column) {
      const cv::Rect block = block_at(column, row, alpha.size());
      AlphaContent content{};
      for (int y = block.y; y < block.br().y; ++y)
        content |= alpha_content(alpha.ptr<float>(y) + block.x, block.width);
      contents_.ptr<AlphaContent>(row)[column] = content;
    }
  });
}

bool CarriedAlpha::near_edge(int column, int row) const {
  AlphaContent content{};
  for (int y = std::max(0, row - near); y <= std::min(contents_.rows - 1, row + near); ++y)
    for (int x = std::max(0, column - near); x <= std::min(contents_.cols - 1, column + near); ++x)
      content |= contents_.ptr<AlphaContent>(y)[x];
  return content == AlphaContent::edge;
}

void CarriedAlpha::carry_block(const Frame& before, const cv::Mat& luminance, int column, int row,
                               cv::Mat& alpha) {
  const cv::Rect block = block_at(column, row, luminance.size());
  const auto [from, found] = motion(before.luminance, luminance, block);
  ++looked_for_;
  if (!found) ++missed_;
  if (from == cv::Point2f()) return;
  for (int y = block.y; y < block.br().y; ++y)
    for (int x = block.x; x < block.br().x; ++x)
      alpha.at<float>(y, x) = sample(before.alpha, float(x) + from.x, float(y) + from.y);
}

}  // namespace shm
