// SPDX-License-Identifier: MIT
// Takes the room's colours out of soft edges of live frames.
#pragma once

#include <array>
#include <opencv2/core.hpp>

#include "compose/color_layers.hpp"
#include "image/resize.hpp"
#include "shm/image.hpp"

namespace shm {

/// Takes the room's colours out of pixels that are partly person, hair above all.
///
/// Foreground and background are estimated on a reduced copy (Germer et al., 2020), since both
/// change little from pixel to pixel. At a frame's pixel they are moved as little as makes
/// alpha * foreground + (1 - alpha) * background the frame's colour; the foreground is the answer.
class Despill {
 public:
  /// Looks at a frame and its alpha, format gray. `strength` 0..1 mixes the frame's colours with
  /// the person's own. A gray frame has no colours to change.
  void prepare(const ImageView& frame, const ImageView& alpha, double strength);

  /// Changes a row of the frame, in any format, where alpha is neither 0 nor 255. From several
  /// threads, too.
  void row(int y, const std::uint8_t* alpha, const PixelLayout& layout, std::uint8_t* pixels) const;

 private:
  static constexpr int longest = 64;  ///< side of the copy, pixels
  using Line = std::array<Layers, longest + 1>;

  Line mixed_row(int y) const;
  Layers layers_at(const Line& line, int x) const;

  Resizer frame_resizer_, alpha_resizer_;
  cv::Mat small_frame_, small_alpha_;
  LayerEstimator layers_;
  cv::Size frame_;
  float strength_ = 0;
};

}  // namespace shm
