// SPDX-License-Identifier: MIT
// What a person may stand before: a colour, a picture, the blurred room.

#include "compose/background.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <opencv2/imgproc.hpp>

#include "compose/blend.hpp"
#include "image/mat.hpp"
#include "kernels/pixel/room_blur.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"

namespace shm {
namespace {

cv::Mat reordered(const cv::Mat& pixels, PixelFormat from, PixelFormat to) {
  const PixelLayout from_layout = layout_of(from);
  const PixelLayout to_layout = layout_of(to);
  cv::Mat result(pixels.size(), CV_8UC(to_layout.bytes));
  const ReorderRow reorder = reorder_row(from, to);
  for (int y = 0; y < pixels.rows; ++y)
    reorder(pixels.ptr(y), result.ptr(y), pixels.cols, from_layout, to_layout);
  return result;
}

/// The largest part of a picture, centred, that has the aspect of `size`.
cv::Rect covering_part(cv::Size picture, cv::Size size) {
  const double scale =
      std::min(double(picture.width) / size.width, double(picture.height) / size.height);
  const int width = std::clamp(int(std::lround(size.width * scale)), 1, picture.width);
  const int height = std::clamp(int(std::lround(size.height * scale)), 1, picture.height);
  return {(picture.width - width) / 2, (picture.height - height) / 2, width, height};
}

/// An rgba picture that lets a colour through where it is clear.
Image laid_over(const Image& picture, const Rgba& behind) {
  Image result(picture.width(), picture.height(), PixelFormat::rgb);
  for (int y = 0; y < picture.height(); ++y) {
    const std::uint8_t* from = picture.view().row(y);
    std::uint8_t* to = result.view().row(y);
    for (int x = 0; x < picture.width(); ++x, from += 4, to += 3)
      for (std::size_t c = 0; c < 3; ++c)
        to[c] = std::uint8_t((from[c] * from[3] + behind[c] * (255 - from[3]) + 127) / 255);
  }
  return result;
}

int resampling(cv::Size from, cv::Size to) {
  return to.width < from.width ? cv::INTER_AREA : cv::INTER_CUBIC;
}

}  // namespace

BackgroundView ColorBackground::opaque(const std::array<std::uint8_t, 4>& color, int width,
                                       PixelFormat format) {
  const PixelLayout layout = layout_of(format);
  cv::Scalar bytes = cv::Scalar::all(255);
  bytes[layout.red] = color[0];
  bytes[layout.green] = color[1];
  bytes[layout.blue] = color[2];
  return fill(bytes, width, format);
}

BackgroundView ColorBackground::zeros(int width, PixelFormat format) {
  return fill(cv::Scalar::all(0), width, format);
}

BackgroundView ColorBackground::fill(const cv::Scalar& bytes, int width, PixelFormat format) {
  row_.create(1, width, CV_8UC(layout_of(format).bytes));
  row_ = bytes;
  return {row_.data, width, 1, 0, format};
}

BackgroundView PictureBackground::view(const std::string& file, const Rgba& behind, cv::Size size,
                                       PixelFormat format) {
  if (file != file_) read(file);
  if (picture_.empty() || behind != behind_) lay_over(behind);
  if (scaled_.size() != size || format_ != format) {
    const cv::Mat picture = as_mat(picture_.view());
    const cv::Rect part = covering_part(picture.size(), size);
    cv::Mat covering;
    cv::resize(picture(part), covering, size, 0, 0, resampling(part.size(), size));
    scaled_ = reordered(covering, picture_.format(), format);
    format_ = format;
  }
  return image_view(scaled_, format);
}

/// What is there but no file, a FIFO say, would hold the frame up for as long as it likes.
void PictureBackground::read(const std::string& file) {
  std::error_code ignored;
  const std::filesystem::file_type type = std::filesystem::status(file, ignored).type();
  if (type != std::filesystem::file_type::regular && type != std::filesystem::file_type::not_found)
    throw BadInput("background-image: " + file + " is not a regular file");
  source_ = read_picture(file, ReadAs::rgba);
  file_ = file;
  picture_ = {};
}

void PictureBackground::lay_over(const Rgba& behind) {
  picture_ = laid_over(source_, behind);
  behind_ = behind;
  scaled_.release();
}

BackgroundView BlurBackground::view(const ImageView& frame, const ImageView& alpha, double strength,
                                    PixelFormat format) {
  const RoomBlur blur = RoomBlur::of(frame.width, frame.height, strength);
  const cv::Size size(blur.width, blur.height);
  resizer_.resize(as_mat(frame), small_, size);
  reordered(small_, frame.format, PixelFormat::rgb).convertTo(color_, CV_32F);
  cv::merge(std::vector<cv::Mat>(3, room_weight(alpha, size)), weights_);
  blur_room(blur.sigma);
  opaque_ = reordered(blurred_, PixelFormat::rgb, format);
  cv::resize(opaque_, full_, {frame.width, frame.height}, 0, 0, cv::INTER_LINEAR);
  return image_view(full_, format);
}

/// Normalised convolution: the weighted average of the colours around each pixel.
void BlurBackground::blur_room(double sigma) {
  cv::multiply(color_, weights_, color_);
  if (sigma > 0) {
    cv::GaussianBlur(color_, color_, {}, sigma, sigma, cv::BORDER_REPLICATE);
    cv::GaussianBlur(weights_, weights_, {}, sigma, sigma, cv::BORDER_REPLICATE);
  }
  cv::divide(color_, weights_, color_);
  color_.convertTo(blurred_, CV_8U);
}

cv::Mat BlurBackground::room_weight(const ImageView& alpha, cv::Size size) {
  alpha_resizer_.resize(as_mat(alpha), alpha_, size);
  alpha_.convertTo(weight_, CV_32F, -1.0 / 255, 1);
  cv::multiply(weight_, weight_, weight_);
  weight_ += RoomBlur::least_weight;
  return weight_;
}

}  // namespace shm
