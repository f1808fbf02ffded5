// SPDX-License-Identifier: MIT
// Lines from luminance to alpha around each pixel: the guided filter, as far as it explains.
#include "infer/edge_fit.hpp"

#include <algorithm>
#include <array>

#include "base/parallel.hpp"
#include "image/mat.hpp"
#include "infer/fitted_rows.hpp"
#include "kernels/cpu/alpha_content.hpp"
#include "kernels/cpu/lanes.hpp"

namespace shm {
namespace {

constexpr int radius = GuidedFilter::radius;

TileKind keep_alphas(const float* alphas, const GuidedFilter::Gain& gain, int count,
                     cv::Vec2f* __restrict lines) {
  return on_vector_unit([=]() mutable SHM_IN_EACH {
    int person = 0, room = 0;
    for (int x = 0; x < count; ++x) {
      const GuidedWindow::Line line = GuidedWindow::keep(alphas[x], gain);
      person |= EdgeTile::shows_person(line.offset);
      room |= EdgeTile::shows_room(line.offset);
      lines[x].val[0] = line.slope;
      lines[x].val[1] = line.offset;
    }
    return EdgeTile::kept(person, room);
  });
}

}  // namespace

void EdgeFit::run(const cv::Mat& luminance, const cv::Mat& alpha, double edge_refine,
                  const AlphaRange& range, Scratch& scratch) {
  const auto gain = GuidedFilter::Gain::of(edge_refine, range.black, range.white);
  find_content(alpha);
  lines_ = mat_in(scratch, alpha.size(), CV_32FC2);
  kinds_.create(contents_.size(), CV_8UC1);
  parallel_rows(alpha.rows, [&](Rows rows) {
    FittedRows fitted(alpha.size());
    int next = std::max(0, int(rows.begin) - radius);
    for (auto y = int(rows.begin); y < rows.end; ++y) {
      for (; next <= std::min(alpha.rows - 1, y + radius); ++next)
        fit_row(luminance, alpha, next, fitted);
      join_row(alpha, y, gain, fitted);
    }
  });
}

void EdgeFit::find_content(const cv::Mat& alpha) {
  contents_.create(alpha.rows, FittedRows::tiles_of(alpha.cols), CV_8UC1);
  for_each_row(alpha.rows, [&](int y) {
    for (int column = 0; column < contents_.cols; ++column) {
      const int x = column * tile;
      contents_.ptr<AlphaContent>(y)[column] =
          alpha_content(alpha.ptr<float>(y) + x, std::min(tile, alpha.cols - x));
    }
  });
}

void EdgeFit::fit_row(const cv::Mat& luminance, const cv::Mat& alpha, int y,
                      FittedRows& fitted) const {
  const TileContents tiles{contents_.ptr<AlphaContent>(), contents_.cols, contents_.rows};
  for (int column = 0; column < fitted.columns(); ++column) {
    if (!tiles.see_edge(column, y)) {
      fitted.clear(column, y);
      continue;
    }
    const int x = column * tile - radius;
    GuidedFilter::Fits fits;
    GuidedFilter::fit_tile(TileWindows(luminance, x, y).rows(), TileWindows(alpha, x, y).rows(),
                           fits);
    fitted.put(column, y, fits);
  }
}

void EdgeFit::join_row(const cv::Mat& alpha, int y, const GuidedFilter::Gain& gain,
                       FittedRows& fitted) {
  for (int column = 0; column < kinds_.cols; ++column)
    kinds_.ptr<TileKind>(y)[column] = fitted.near(column, y)
                                          ? join_tile(alpha, column, y, gain, fitted)
                                          : keep_tile(alpha, column, y, gain);
}

TileKind EdgeFit::keep_tile(const cv::Mat& alpha, int column, int y,
                            const GuidedFilter::Gain& gain) {
  const int x = column * tile;
  return keep_alphas(alpha.ptr<float>(y) + x, gain, std::min(tile, alpha.cols - x),
                     lines_.ptr<cv::Vec2f>(y) + x);
}

TileKind EdgeFit::join_tile(const cv::Mat& alpha, int column, int y, const GuidedFilter::Gain& gain,
                            FittedRows& fitted) {
  const int x = column * tile;
  const int count = std::min(tile, alpha.cols - x);
  std::array<float, tile> alphas{};
  std::copy_n(alpha.ptr<float>(y) + x, count, alphas.data());
  GuidedFilter::PixelLines lines;
  GuidedFilter::join_fits(fitted.around(x, y), fitted.row_size(), alphas.data(), gain, lines);
  std::copy_n(lines.data(), count, lines_.ptr<cv::Vec2f>(y) + x);
  return TileKind::edge;
}

TileKind EdgeFit::kind(int column, int upper, int lower) const {
  const int next = std::min(column + 1, kinds_.cols - 1);
  const auto* above = kinds_.ptr<TileKind>(upper);
  const auto* below = kinds_.ptr<TileKind>(lower);
  return EdgeTile::between(above[column], above[next], below[column], below[next]);
}

}  // namespace shm
