// SPDX-License-Identifier: MIT
// Pictures turned and mirrored, as cameras are held.
#include "image/turned.hpp"

#include "image/mat.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

void flip(const cv::Mat& from, Turn how, cv::Mat& to) {
  constexpr int around_both = -1, upside_down = 0, left_to_right = 1;
  if (how.upside_down && how.mirrored)
    cv::flip(from, to, around_both);
  else
    cv::flip(from, to, how.mirrored ? left_to_right : upside_down);
}

void turn(const cv::Mat& from, Turn how, cv::Mat& to) {
  const bool flipped = how.upside_down || how.mirrored;
  if (!how.transposed) return flipped ? flip(from, how, to) : from.copyTo(to);
  cv::transpose(from, to);
  if (flipped) flip(to, how, to);
}

}  // namespace

void turn(const ImageView& from, Turn how, const MutableImageView& to) {
  const cv::Mat pixels = as_mat(from);
  cv::Mat result = as_mat(to);
  const cv::Size size = how.transposed ? cv::Size(from.height, from.width) : pixels.size();
  if (result.size() != size || to.format != from.format)
    throw BadInput("turning a picture into one of another size or format");
  turn(pixels, how, result);
}

cv::Mat turned(const cv::Mat& picture, Turn how) {
  if (how == Turn{}) return picture;
  cv::Mat result;
  turn(picture, how, result);
  return result;
}

}  // namespace shm
