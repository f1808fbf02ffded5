// SPDX-License-Identifier: MIT
// What a person may stand before: a colour, a picture, the blurred room.
#pragma once

#include <opencv2/core.hpp>
#include <string>

#include "image/resize.hpp"
#include "shm/compositor.hpp"
#include "shm/image.hpp"
#include "shm/option.hpp"

namespace shm {

/// What a person may stand before, as rows of a packed format, a frame's width each. A row that is
/// the same everywhere is kept once: the stride is 0.
using BackgroundView = ImageView;

/// One colour, opaque, or all zeros.
class ColorBackground {
 public:
  BackgroundView opaque(const std::array<std::uint8_t, 4>& color, int width, PixelFormat format);
  BackgroundView zeros(int width, PixelFormat format);

 private:
  BackgroundView fill(const cv::Scalar& bytes, int width, PixelFormat format);

  cv::Mat row_;
};

/// A picture scaled to cover the frame, centred; a colour is seen where it is clear. Read again
/// only when the path changes, scaled again only when size or format do.
class PictureBackground {
 public:
  /// Throws NotFound or BadInput.
  BackgroundView view(const std::string& file, const Rgba& behind, cv::Size size,
                      PixelFormat format);

 private:
  void read(const std::string& file);
  void lay_over(const Rgba& behind);

  std::string file_;
  Image source_;   // rgba
  Image picture_;  // rgb, over behind_
  Rgba behind_{};
  cv::Mat scaled_;
  PixelFormat format_{};
};

/// The frame's own room, out of focus. The person is left out of the average, so that no glow of
/// skin and shirt surrounds them. Works on a reduced copy: a stronger blur is a smaller copy.
class BlurBackground {
 public:
  BackgroundView view(const ImageView& frame, const ImageView& alpha, double strength,
                      PixelFormat format);

 private:
  void blur_room(double sigma);
  cv::Mat room_weight(const ImageView& alpha, cv::Size size);

  Resizer resizer_, alpha_resizer_;
  cv::Mat small_, color_, alpha_, weight_, weights_, blurred_, opaque_, full_;
};

}  // namespace shm
