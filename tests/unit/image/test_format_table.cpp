// SPDX-License-Identifier: MIT
// The table of pictures in docs/formats.md, held against the reader.
#include <gtest/gtest.h>

#include <map>
#include <opencv2/imgproc.hpp>

#include "format_tables.hpp"
#include "profiles.hpp"
#include "shm/deep_picture.hpp"
#include "shm/picture.hpp"
#include "tagged_pictures.hpp"

namespace {

using shm::ReadAs;
using Write = std::string (*)(const cv::Mat&, const Tags&);

/// Of 32 bits, not compressed, rows from the bottom up.
std::string bmp_with_alpha(const cv::Mat& picture) {
  cv::Mat rows;
  cv::flip(picture, rows, 0);
  const std::string pixels(reinterpret_cast<const char*>(rows.data), rows.total() * 4);
  const auto size = std::uint32_t(pixels.size());
  return "BM" + little32(54 + size) + little32(0) + little32(54) + little32(40) +
         little32(std::uint32_t(picture.cols)) + little32(std::uint32_t(picture.rows)) +
         little16(1) + little16(32) + little32(0) + little32(size) + std::string(16, '\0') + pixels;
}

std::string plain_bmp(const cv::Mat& picture, const Tags& /*tags*/) {
  return picture.channels() == 4 ? bmp_with_alpha(picture) : encoded(".bmp", picture);
}

/// It knows no fourth channel.
std::string plain_ppm(const cv::Mat& picture, const Tags& /*tags*/) {
  cv::Mat colors = picture;
  if (picture.channels() == 4) cv::cvtColor(picture, colors, cv::COLOR_BGRA2BGR);
  return encoded(".ppm", colors);
}

const std::map<std::string, Write> writers = {{"JPEG", tagged_jpeg}, {"PNG", tagged_png},
                                              {"WebP", tagged_webp}, {"TIFF", tagged_tiff},
                                              {"BMP", plain_bmp},    {"PNM", plain_ppm}};

cv::Mat flat(int type, const cv::Scalar& color) {
  return cv::Mat(16, 32, type, color);
}

std::vector<int> first_pixel(const std::string& file) {
  const shm::Image picture = shm::decode_picture(file, ReadAs::rgba, "test");
  return {picture.view().data, picture.view().data + 4};
}

bool turns(Write write) {
  const std::string file = write(flat(CV_8UC3, {1, 2, 3}), {6, ""});
  return shm::decode_picture(file, ReadAs::rgb, "test").width() == 16;
}

bool heeds_profiles(Write write) {
  const cv::Mat picture = flat(CV_8UC3, {120, 150, 200});
  return first_pixel(write(picture, {1, p3_profile()}))[0] > 204;
}

bool has_sixteen_bits(Write write) {
  const auto file = write(flat(CV_16UC3, {30001, 30002, 30003}), {});
  return shm::decode_deep_picture(file, "test").samples[0] == 30003;
}

bool has_alpha(Write write) {
  return first_pixel(write(flat(CV_8UC4, {9, 9, 9, 128}), {}))[3] == 128;
}

}  // namespace

TEST(PictureTable, SaysWhatTheReaderDoes) {
  std::size_t found = 0;
  for (const Cells& row : table_rows("| format | orientation |")) {
    const auto writer = writers.find(row.at(0).substr(0, row[0].find(' ')));
    if (writer == writers.end()) continue;  // HEIC and AVIF: another library writes them
    ++found;
    EXPECT_EQ(row.at(1) != "none", turns(writer->second)) << row[0];
    EXPECT_EQ(row.at(2) != "none", heeds_profiles(writer->second)) << row[0];
    const bool deep = row.at(3) == "8, 16";
    EXPECT_TRUE(!deep || has_sixteen_bits(writer->second)) << row[0];
    EXPECT_TRUE(deep || row[3] == "8") << row[0];
    EXPECT_EQ(row.at(4) != "none", has_alpha(writer->second)) << row[0];
  }
  EXPECT_EQ(found, writers.size());
}
