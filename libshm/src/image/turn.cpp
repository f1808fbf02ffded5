// SPDX-License-Identifier: MIT
// Pictures turned and mirrored, as cameras are held.
#include "shm/turn.hpp"

#include <opencv2/core.hpp>

#include "image/mat.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

void flip(const cv::Mat& from, Turn how, cv::Mat to) {
  constexpr int around_both = -1, upside_down = 0, left_to_right = 1;
  if (how.upside_down && how.mirrored)
    cv::flip(from, to, around_both);
  else if (how.upside_down || how.mirrored)
    cv::flip(from, to, how.mirrored ? left_to_right : upside_down);
  else
    from.copyTo(to);
}

}  // namespace

void turn(const ImageView& from, Turn how, const MutableImageView& to) {
  const cv::Mat pixels = as_mat(from);
  cv::Mat turned = as_mat(to);
  const cv::Size size = how.transposed ? cv::Size(from.height, from.width) : pixels.size();
  if (turned.size() != size || to.format != from.format)
    throw BadInput("turning a picture into one of another size or format");
  if (!how.transposed) return flip(pixels, how, turned);
  cv::transpose(pixels, turned);
  if (how.upside_down || how.mirrored) flip(turned, how, turned);
}

}  // namespace shm
