// SPDX-License-Identifier: MIT
// Pictures that are damaged, cut short or odd, and how they are read.
#include "shm/picture.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "image/mat.hpp"
#include "shm/error.hpp"
#include "shm/whole_file.hpp"
#include "temporary_folder.hpp"

namespace {

using shm::ReadAs;

cv::Mat noisy(int width, int height, int type) {
  cv::Mat picture(height, width, type);
  cv::setRNGSeed(7);
  cv::randu(picture, 0, 255);
  cv::GaussianBlur(picture, picture, {5, 5}, 0);
  return picture;
}

std::string encoded(const char* extension, const cv::Mat& picture,
                    const std::vector<int>& parameters = {}) {
  std::vector<unsigned char> bytes;
  cv::imencode(extension, picture, bytes, parameters);
  return {bytes.begin(), bytes.end()};
}

/// A JPEG that says it must be turned a quarter to the right: EXIF orientation 6.
std::string turned_jpeg(const cv::Mat& picture) {
  const std::string exif(
      "\xFF\xE1\x00\x22"
      "Exif\0\0"
      "MM\0*\0\0\0\x08"
      "\0\x01"
      "\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"
      "\0\0\0\0",
      36);
  const std::string jpeg = encoded(".jpg", picture);
  return jpeg.substr(0, 2) + exif + jpeg.substr(2);
}

}  // namespace

class CutShort : public testing::TestWithParam<const char*> {};

TEST_P(CutShort, IsNoWholePictureWhereverTheCutIs) {
  const TemporaryFolder folder;
  const auto file = folder / (std::string("cut") + GetParam());
  const std::string whole = encoded(GetParam(), noisy(61, 47, CV_8UC3));
  shm::write_whole_file(file, whole);
  EXPECT_EQ(shm::read_picture(file, ReadAs::rgb).width(), 61);
  for (std::size_t length = 0; length < whole.size(); length += 1 + whole.size() / 50) {
    shm::write_whole_file(file, whole.substr(0, length));
    EXPECT_THROW(shm::read_picture(file, ReadAs::rgb), shm::BadInput) << length;
  }
}

INSTANTIATE_TEST_SUITE_P(Picture, CutShort,
                         testing::Values(".jpg", ".png", ".webp", ".tif", ".bmp"));

TEST(Picture, LastByteOfAJpegIsMissed) {
  const TemporaryFolder folder;
  const std::string whole = encoded(".jpg", noisy(61, 47, CV_8UC3));
  shm::write_whole_file(folder / "cut.jpg", whole.substr(0, whole.size() - 1));
  EXPECT_THROW(shm::read_picture(folder / "cut.jpg", ReadAs::rgb), shm::BadInput);
}

/// Baseline, progressive, with restart markers.
class JpegWithAHole : public testing::TestWithParam<std::vector<int>> {};

TEST_P(JpegWithAHole, IsRefusedInsteadOfShownGrey) {
  const TemporaryFolder folder;
  std::string file = encoded(".jpg", noisy(320, 240, CV_8UC3), GetParam());
  const auto middle = file.begin() + long(file.size() / 2);
  std::fill(middle, middle + 600, '\xFF');
  shm::write_whole_file(folder / "a.jpg", file);
  EXPECT_THROW(shm::read_picture(folder / "a.jpg", ReadAs::rgb), shm::BadInput);
  EXPECT_THROW(shm::read_picture(folder / "a.jpg", ReadAs::gray), shm::BadInput);
}

INSTANTIATE_TEST_SUITE_P(Picture, JpegWithAHole,
                         testing::Values(std::vector<int>{},
                                         std::vector<int>{cv::IMWRITE_JPEG_PROGRESSIVE, 1},
                                         std::vector<int>{cv::IMWRITE_JPEG_RST_INTERVAL, 4}));

TEST(Picture, JpegThatACameraPaddedIsRead) {
  const TemporaryFolder folder;
  std::string file = encoded(".jpg", noisy(320, 240, CV_8UC3));
  file.insert(file.size() - 2, std::string(8, '\0'));  // before the mark of its end
  shm::write_whole_file(folder / "a.jpg", file);
  EXPECT_EQ(shm::read_picture(folder / "a.jpg", ReadAs::rgb).width(), 320);
}

TEST(Picture, JpegWithZerosInsteadOfItsEndIsNotWhole) {
  const TemporaryFolder folder;
  std::string download = encoded(".jpg", noisy(61, 47, CV_8UC3));
  std::fill(download.begin() + long(download.size() / 2), download.end(), '\0');
  shm::write_whole_file(folder / "a.jpg", download);
  EXPECT_THROW(shm::read_picture(folder / "a.jpg", ReadAs::rgb), shm::BadInput);
}

TEST(Picture, ProgressiveJpegWithRestartMarkersAndBytesAfterItsEndIsWhole) {
  const TemporaryFolder folder;
  const std::string jpeg =
      encoded(".jpg", noisy(200, 100, CV_8UC3),
              {cv::IMWRITE_JPEG_PROGRESSIVE, 1, cv::IMWRITE_JPEG_RST_INTERVAL, 2});
  shm::write_whole_file(folder / "a.jpg", jpeg + "a camera's notes");
  EXPECT_EQ(shm::read_picture(folder / "a.jpg", ReadAs::rgb).width(), 200);
  shm::write_whole_file(folder / "a.jpg", jpeg.substr(0, jpeg.size() * 3 / 4));
  EXPECT_THROW(shm::read_picture(folder / "a.jpg", ReadAs::rgb), shm::BadInput);
}

long peak_kilobytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

TEST(Picture, FilmIsRefusedWithoutBeingReadWhole) {
  constexpr long film_kilobytes = 1L << 19;
  const TemporaryFolder folder;
  const std::filesystem::path film = folder / "film.mkv";
  std::ofstream(film) << "\x1A\x45\xDF\xA3";
  std::filesystem::resize_file(film, film_kilobytes * 1024);
  const long before = peak_kilobytes();
  EXPECT_THROW(shm::read_picture(film, ReadAs::rgba), shm::BadInput);
  EXPECT_THROW(shm::read_matte(film), shm::BadInput);
  EXPECT_LT(peak_kilobytes() - before, film_kilobytes / 2);
}

TEST(Picture, AlphaIsTheFilesOwn) {
  const TemporaryFolder folder;
  const cv::Mat picture = noisy(20, 30, CV_8UC4);
  cv::imwrite((folder / "a.png").string(), picture);
  const shm::Image alpha = shm::read_picture(folder / "a.png", ReadAs::alpha);
  cv::Mat expected;
  cv::extractChannel(picture, expected, 3);
  EXPECT_EQ(alpha.format(), shm::PixelFormat::gray);
  EXPECT_EQ(cv::norm(shm::as_mat(alpha.view()), expected, cv::NORM_INF), 0);
}

TEST(Picture, AlphaOfSixteenBitsIsScaled) {
  const TemporaryFolder folder;
  cv::imwrite((folder / "a.png").string(), cv::Mat(2, 2, CV_16UC4, cv::Scalar(0, 0, 0, 257 * 77)));
  EXPECT_EQ(shm::read_picture(folder / "a.png", ReadAs::alpha).view().row(1)[1], 77);
}

TEST(Picture, FileWithoutAlphaSaysSo) {
  const TemporaryFolder folder;
  for (const char* name : {"color.png", "color.jpg"}) {
    cv::imwrite((folder / name).string(), noisy(20, 30, CV_8UC3));
    try {
      shm::read_picture(folder / name, ReadAs::alpha);
      FAIL() << name;
    } catch (const shm::BadInput& error) {
      EXPECT_NE(std::string(error.what()).find("no alpha channel"), std::string::npos);
    }
  }
}

TEST(Picture, RotationOfExifIsAppliedInEveryMode) {
  const TemporaryFolder folder;
  shm::write_whole_file(folder / "a.jpg", turned_jpeg(noisy(40, 24, CV_8UC3)));
  for (const ReadAs as : {ReadAs::rgb, ReadAs::rgba, ReadAs::gray}) {
    const shm::Image picture = shm::read_picture(folder / "a.jpg", as);
    EXPECT_EQ(picture.width(), 24) << int(as);
    EXPECT_EQ(picture.height(), 40) << int(as);
  }
}

TEST(Picture, MatteIsTheAlphaOfACutOut) {
  const TemporaryFolder folder;
  cv::imwrite((folder / "a.png").string(), cv::Mat(2, 2, CV_8UC4, cv::Scalar(9, 8, 7, 99)));
  EXPECT_EQ(shm::read_picture(folder / "a.png", ReadAs::matte).view().row(0)[0], 99);
}

TEST(Picture, MatteOfAnOpaqueGreyMaskIsItsGrey) {
  const TemporaryFolder folder;
  cv::imwrite((folder / "rgba.png").string(), cv::Mat(2, 2, CV_8UC4, cv::Scalar(7, 7, 7, 255)));
  cv::imwrite((folder / "rgb.png").string(), cv::Mat(2, 2, CV_8UC3, cv::Scalar(7, 7, 7)));
  cv::imwrite((folder / "grey.png").string(), cv::Mat(2, 2, CV_8UC1, cv::Scalar(7)));
  cv::imwrite((folder / "grey.jpg").string(), cv::Mat(2, 2, CV_8UC1, cv::Scalar(7)));
  for (const char* name : {"rgba.png", "rgb.png", "grey.png", "grey.jpg"})
    EXPECT_EQ(shm::read_picture(folder / name, ReadAs::matte).view().row(1)[1], 7) << name;
}

TEST(Picture, PhotographIsNoMatte) {
  const TemporaryFolder folder;
  cv::imwrite((folder / "rgba.png").string(), cv::Mat(2, 2, CV_8UC4, cv::Scalar(7, 7, 8, 255)));
  cv::imwrite((folder / "rgb.jpg").string(), noisy(20, 30, CV_8UC3));
  for (const char* name : {"rgba.png", "rgb.jpg"})
    EXPECT_THROW(shm::read_picture(folder / name, ReadAs::matte), shm::BadInput) << name;
}
