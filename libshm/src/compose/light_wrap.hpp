// SPDX-License-Identifier: MIT
// Lets a background's light fall around the person's edges.
#pragma once

#include <array>
#include <cstddef>
#include <opencv2/core.hpp>
#include <vector>

#include "compose/background.hpp"
#include "image/resize.hpp"
#include "kernels/pixel/linear_tap.hpp"
#include "shm/image.hpp"

namespace shm {

/// Lets the light of what stands behind the person fall around their edges, as it would had they
/// been there ("light wrap", Brinkmann, The Art and Science of Digital Compositing): the background
/// where nobody is, blurred, is screened over the person. Little of it reaches far within.
class LightWrap {
 public:
  /// Of a background of the frame's width, with the layout that row()'s pixels have. `alpha`:
  /// format gray; `strength` 0..1.
  void prepare(const ImageView& alpha, const BackgroundView& background, double strength);

  /// Changes a row of the person before the background, where somebody is. From several threads,
  /// too.
  void row(int y, const std::uint8_t* alpha, std::uint8_t* pixels) const;

 private:
  static constexpr int longest = 96;  ///< side of the copy, pixels
  using Light = cv::Vec4f;            ///< of each byte of a pixel, 0..1
  using Line = std::array<float, std::size_t(4) * (longest + 1)>;

  void measure(const BackgroundView& background);
  Light sample(const BackgroundView& background, int x, int y) const;
  void prepare_taps();
  Line line_at(int y) const;
  template <int bytes>
  void screen_row(const Line& line, const std::uint8_t* alpha, std::uint8_t* pixels) const;

  Resizer resizer_;
  cv::Mat alpha_;  ///< of the copy
  cv::Mat light_;  ///< CV_32FC4, of the copy
  cv::Size frame_;
  std::vector<LinearTap> taps_;  ///< of the frame's columns among the copy's
  std::vector<int> ends_;        ///< of the columns between each of the copy's and the next
  PixelLayout layout_{};
  float strength_ = 0;
};

}  // namespace shm
