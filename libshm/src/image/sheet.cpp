// SPDX-License-Identifier: MIT
// Contact sheets: many results at a glance.
#include "shm/sheet.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "image/mat.hpp"
#include "image/resize.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

constexpr int gap = 8;
constexpr int text_height = 20;
constexpr std::uint8_t paper = 240;

/// What a transparent picture lies on: squares of two greys, as image editors show it.
int checkerboard(int x, int y) {
  return (x / 8 + y / 8) % 2 == 0 ? 204 : 255;
}

/// The picture as rgb over the checkerboard.
Image opaque(const cv::Mat& pixels, PixelFormat format) {
  const PixelLayout layout = layout_of(format);
  Image result(pixels.cols, pixels.rows, PixelFormat::rgb);
  for (int y = 0; y < pixels.rows; ++y) {
    std::uint8_t* to = result.view().row(y);
    for (int x = 0; x < pixels.cols; ++x, to += 3) {
      const std::uint8_t* from = pixels.ptr(y) + x * layout.bytes;
      const int alpha = layout.alpha < 0 ? 255 : from[layout.alpha];
      const int below = checkerboard(x, y) * (255 - alpha);
      to[0] = std::uint8_t((from[layout.red] * alpha + below) / 255);
      to[1] = std::uint8_t((from[layout.green] * alpha + below) / 255);
      to[2] = std::uint8_t((from[layout.blue] * alpha + below) / 255);
    }
  }
  return result;
}

Image thumbnail(const ImageView& picture, int side) {
  const double scale = double(side) / std::max(picture.width, picture.height);
  const cv::Size size(std::max(1, int(std::lround(picture.width * scale))),
                      std::max(1, int(std::lround(picture.height * scale))));
  cv::Mat small;
  Resizer().resize(as_mat(picture), small, size);
  return opaque(small, picture.format);
}

void write_text(const cv::Mat& sheet, const std::string& text, cv::Point top_left) {
  cv::putText(sheet, text, top_left + cv::Point(0, 14), cv::FONT_HERSHEY_SIMPLEX, 0.45,
              cv::Scalar::all(32), 1, cv::LINE_AA);
}

void paste(const Image& small, const cv::Mat& sheet, cv::Point top_left) {
  as_mat(small.view()).copyTo(sheet({top_left, cv::Size(small.width(), small.height())}));
}

}  // namespace

ContactSheet::ContactSheet(std::vector<std::string> columns, int side)
    : columns_(std::move(columns)), side_(side) {}

void ContactSheet::add_row(const std::string& label, const std::vector<ImageView>& pictures) {
  if (pictures.size() != columns_.size())
    throw InvalidOption("contact sheet: " + std::to_string(pictures.size()) + " pictures for " +
                        std::to_string(columns_.size()) + " columns");
  Row row{label, {}};
  for (const ImageView& picture : pictures)
    row.thumbnails.push_back(thumbnail(picture, side_));
  rows_.push_back(std::move(row));
}

std::vector<int> ContactSheet::lefts() const {
  std::vector<int> edges = {gap};
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    int width = 0;
    for (const Row& row : rows_)
      width = std::max(width, row.thumbnails[column].width());
    edges.push_back(edges.back() + width + gap);
  }
  return edges;
}

std::vector<int> ContactSheet::tops() const {
  std::vector<int> edges = {gap + text_height};
  for (const Row& row : rows_) {
    int height = 0;
    for (const Image& small : row.thumbnails)
      height = std::max(height, small.height());
    edges.push_back(edges.back() + height + text_height + gap);
  }
  return edges;
}

Image ContactSheet::image() const {
  if (rows_.empty()) throw InvalidOption("contact sheet: there is no row to show");
  const std::vector<int> left = lefts();
  const std::vector<int> top = tops();
  Image sheet(left.back(), top.back(), PixelFormat::rgb);
  const cv::Mat pixels = as_mat(sheet.view());
  std::fill_n(sheet.view().data, sheet.stride() * sheet.height(), paper);
  for (std::size_t column = 0; column < columns_.size(); ++column)
    write_text(pixels, columns_[column], {left[column], gap});
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    write_text(pixels, rows_[row].label, {gap, top[row + 1] - text_height - gap});
    for (std::size_t column = 0; column < columns_.size(); ++column)
      paste(rows_[row].thumbnails[column], pixels, {left[column], top[row]});
  }
  return sheet;
}

}  // namespace shm
