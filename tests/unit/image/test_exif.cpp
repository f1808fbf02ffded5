// SPDX-License-Identifier: MIT
// What of EXIF goes from a picture into a result.
#include "image/exif.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exif_blocks.hpp"
#include "shm/deep_picture.hpp"

namespace {

using shm::kept_exif;
using testing::HasSubstr;
using testing::Not;

constexpr std::array kept = {"Maker", "2026:11:29 12:00:00", "An Author", "2026:11:29 11:59:59",
                             "A Lens"};
constexpr std::array left_out = {"PLACE", "NOTES", "SERIAL", "THUMB"};

void expect_kept(const std::string& exif) {
  for (const char* text : kept)
    EXPECT_THAT(exif, HasSubstr(text));
  for (const char* text : left_out)
    EXPECT_THAT(exif, Not(HasSubstr(text)));
}

TEST(Exif, KeepsCameraAndDatesButNotPlaceThumbnailOrMakersNotes) {
  for (const bool big : {false, true}) {
    const std::string exif = phone_exif(big);
    for (const char* text : left_out)
      ASSERT_THAT(exif, HasSubstr(text));
    expect_kept(kept_exif(exif));
  }
}

TEST(Exif, WhatIsKeptIsReadAlikeAgain) {
  for (const bool big : {false, true}) {
    const std::string once = kept_exif(phone_exif(big));
    EXPECT_EQ(kept_exif(once), once);
  }
}

TEST(Exif, SaysNoOrientationForTheResultIsUpright) {
  const std::string with = phone_exif(true, 6), without = phone_exif(true, 1);
  EXPECT_NE(with, without);
  EXPECT_EQ(kept_exif(with), kept_exif(without));
}

TEST(Exif, DamageIsLeftOutAndNothingMore) {
  const std::string exif = phone_exif();
  for (std::size_t size = 0; size < exif.size(); ++size)
    EXPECT_LE(kept_exif(exif.substr(0, size)).size(), exif.size());
  for (std::size_t i = 0; i < exif.size(); ++i) {
    std::string flipped = exif;
    flipped[i] = char(~flipped[i]);
    EXPECT_LE(kept_exif(flipped).size(), 64 * exif.size());
  }
  EXPECT_EQ(kept_exif(""), "");
  EXPECT_EQ(kept_exif("no TIFF at all"), "");
}

TEST(Exif, ComesFromEveryFormatAndGoesIntoAPng) {
  const cv::Mat picture(16, 16, CV_8UC3, cv::Scalar(1, 2, 3));
  const std::string exif = phone_exif(), prefix("Exif\0\0", 6);
  const std::string jpeg = encoded(".jpg", picture), png = encoded(".png", picture);
  const std::string body = "WEBP" +
                           riff_chunk("VP8X", std::string(1, '\x08') + std::string(3, '\0') +
                                                  number(15, 3, false) + number(15, 3, false)) +
                           encoded(".webp", picture).substr(12) + riff_chunk("EXIF", exif);
  const std::vector<std::string> files = {
      jpeg.substr(0, 2) + jpeg_segment("\xFF\xE1", prefix + exif) + jpeg.substr(2),
      png.substr(0, 33) + png_chunk("eXIf", exif) + png.substr(33),
      "RIFF" + little32(std::uint32_t(body.size())) + body};
  for (const std::string& file : files) {
    const std::string result = shm::with_exif(png, shm::picture_exif(file));
    expect_kept(result);
    EXPECT_EQ(shm::picture_exif(result), shm::picture_exif(file));
    EXPECT_FALSE(
        cv::imdecode(cv::Mat(1, int(result.size()), CV_8UC1, const_cast<char*>(result.data())),
                     cv::IMREAD_UNCHANGED)
            .empty());
  }
  EXPECT_EQ(shm::with_exif(png, shm::picture_exif(png)), png) << "nothing to keep";
}

}  // namespace
