// SPDX-License-Identifier: MIT
// Pictures of 16 bits a channel, at their full precision.
#include "shm/deep_picture.hpp"

#include <gtest/gtest.h>

#include "shm/error.hpp"
#include "tagged_pictures.hpp"

namespace {

using shm::decode_deep_picture;
using shm::DeepPicture;
using Samples = std::vector<std::uint16_t>;

const cv::Mat bgr(16, 16, CV_16UC3, cv::Scalar(3000, 2001, 1002));
const cv::Mat bgra(16, 16, CV_16UC4, cv::Scalar(3000, 2001, 1002, 40004));

Samples first_of(const std::string& content) {
  const DeepPicture picture = decode_deep_picture(content, "test");
  EXPECT_EQ(picture.width, 16);
  EXPECT_EQ(picture.samples.size(), 16U * 16U * 4U);
  return {picture.samples.begin(), picture.samples.begin() + 4};
}

TEST(DeepPicture, HasAllBitsOfThoseThatHaveThem) {
  EXPECT_EQ(first_of(encoded(".png", bgr)), (Samples{1002, 2001, 3000, 65535}));
  EXPECT_EQ(first_of(encoded(".png", bgra)), (Samples{1002, 2001, 3000, 40004}));
  EXPECT_EQ(first_of(tagged_tiff(bgr, {})), (Samples{1002, 2001, 3000, 65535}));
  EXPECT_EQ(first_of(tagged_tiff(bgra, {})), (Samples{1002, 2001, 3000, 40004}));
  const cv::Mat gray(16, 16, CV_16UC1, cv::Scalar(12345));
  EXPECT_EQ(first_of(encoded(".pgm", gray)), (Samples{12345, 12345, 12345, 65535}));
}

TEST(DeepPicture, SpreadsEightBitsOverAll) {
  const cv::Mat picture(16, 16, CV_8UC3, cv::Scalar(0, 128, 255));
  EXPECT_EQ(first_of(encoded(".bmp", picture)), (Samples{65535, 128 * 257, 0, 65535}));
}

TEST(DeepPicture, GoesThroughAPngUnchanged) {
  const DeepPicture picture = decode_deep_picture(encoded(".png", bgra), "test");
  const std::string png = shm::encode_deep_png(picture);
  EXPECT_EQ(png[24], 16) << "bits";
  EXPECT_EQ(decode_deep_picture(png, "test").samples, picture.samples);
  const DeepPicture gray{4, 4, 1, Samples(16, 777)};
  EXPECT_EQ(decode_deep_picture(shm::encode_deep_png(gray), "test").samples[0], 777);
}

TEST(DeepPicture, IsRefusedAsOthersAre) {
  EXPECT_THROW(decode_deep_picture("", "test"), shm::BadInput);
  EXPECT_THROW(decode_deep_picture("GIF89a", "test"), shm::BadInput);
}

}  // namespace
