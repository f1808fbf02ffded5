// SPDX-License-Identifier: MIT
// Whether a picture stands still within the noise of its camera.
#include "infer/stillness.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "image/window.hpp"
#include "kernels/cpu/lanes.hpp"

namespace shm {
namespace {

/// Half-width of the windows in which differences are averaged, in cells.
constexpr int radius = 2;

/// What differs by so many times the noise has moved: noise itself comes to 1.3 times what nine
/// tenths of its windows stay below; where a camera compressed its pictures, to five times.
constexpr float clearly = 6;

/// Energies of noise: that of few and rounded levels, and the most that is taken for noise (a
/// standard deviation of about 6 of 255 in each pixel).
constexpr float least_noise = 0.6F;
constexpr float most_noise = 16;
/// Movement looks like noise from one frame to the next. Noise is always there, so the least that
/// is seen counts, and rises by no more than this a frame.
constexpr float rise = 1.03F;

/// Frames after a movement whose alphas are found before one is kept: it becomes their mean.
constexpr int first_frames = 6;

/// How long alpha is kept at most, and that of an empty picture, in frames and in time.
struct Bound {
  int frames;
  std::chrono::milliseconds time;
};
constexpr Bound of_people = {30, std::chrono::milliseconds(1000)};
constexpr Bound of_nobody = {120, std::chrono::milliseconds(4000)};

void measure_row(const float* now, const float* past, int width, float* __restrict energy) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (int x = 0; x < width; ++x) {
      const std::ptrdiff_t at = 3 * std::ptrdiff_t(x);
      const float red = now[at] - past[at];
      const float green = now[at + 1] - past[at + 1];
      const float blue = now[at + 2] - past[at + 2];
      energy[x] = red * red + green * green + blue * blue;
    }
  });
}

void window_row(const RowsAround<radius>& energies, int width, float* __restrict line,
                float* __restrict means) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    constexpr float cells = (2 * radius + 1) * (2 * radius + 1);
    sum_rows<radius>(energies, 0, width, line + radius);
    pad<radius>(line, width);
    for (int x = 0; x < width; ++x)
      means[x] = sum_columns<radius>(line + x) / cells;
  });
}

}  // namespace

bool Stillness::holds(const ImageView& frame, Time now) {
  std::swap(cells_, before_);
  measure_.measure(frame, cells_);
  if (reference_.size() != cells_.size()) reset();
  measure_noise();
  if (moved()) {
    cells_.copyTo(reference_);
    matted_ = 0;
    return false;
  }
  if (rested_enough(now)) return false;
  ++kept_;
  return true;
}

void Stillness::matted(bool nobody, Time now) {
  nobody_ = nobody;
  last_matted_ = now;
  kept_ = 0;
  ++matted_;
}

void Stillness::reset() {
  before_.release();
  reference_.release();
  noise_ = 0;
  matted_ = 0;
}

bool Stillness::rested_enough(Time now) const {
  const Bound& bound = nobody_ ? of_nobody : of_people;
  return matted_ < first_frames || kept_ + 1 >= bound.frames || now - last_matted_ >= bound.time;
}

bool Stillness::moved() {
  if (reference_.empty()) return true;
  compare(reference_);
  return largest() > clearly * std::clamp(noise_, least_noise, most_noise);
}

/// Frames that a driver sends twice have no noise of their own, and tell nothing.
void Stillness::measure_noise() {
  if (before_.empty()) return;
  compare(before_);
  const float measured = high();
  if (measured == 0) return;
  noise_ = noise_ == 0 ? measured : std::min(measured, rise * noise_);
}

void Stillness::compare(const cv::Mat& with) {
  const int width = cells_.cols;
  energies_.create(cells_.size(), CV_32FC1);
  windows_.create(cells_.size(), CV_32FC1);
  for (int y = 0; y < cells_.rows; ++y)
    measure_row(cells_.ptr<float>(y), with.ptr<float>(y), width, energies_.ptr<float>(y));
  std::array<float, Cells::most_columns + 2 * radius> line;
  for (int y = 0; y < cells_.rows; ++y)
    window_row(rows_around<radius>(energies_, y), width, line.data(), windows_.ptr<float>(y));
}

float Stillness::largest() const {
  float most = 0;
  for (int y = 0; y < windows_.rows; ++y) {
    const auto* means = windows_.ptr<float>(y);
    most = std::max(most, *std::max_element(means, means + windows_.cols));
  }
  return most;
}

/// What nine tenths of the windows stay below, of those that share no cell.
float Stillness::high() {
  constexpr int step = 2 * radius + 1;
  sampled_.clear();
  for (int y = 0; y < windows_.rows; y += step)
    for (int x = 0; x < windows_.cols; x += step)
      sampled_.push_back(windows_.at<float>(y, x));
  const auto at = sampled_.begin() + std::ptrdiff_t(sampled_.size() * 9 / 10);
  std::nth_element(sampled_.begin(), at, sampled_.end());
  return *at;
}

}  // namespace shm
