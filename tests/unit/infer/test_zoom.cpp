// SPDX-License-Identifier: MIT
// That people are looked at closely, whole, and only where that shows them larger.
#include "infer/zoom.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "far_away.hpp"
#include "image/mat.hpp"
#include "shared_data.hpp"
#include "shm/matter.hpp"

namespace shm {
namespace {

constexpr int width = 640, height = 480;

cv::Mat nobody() {
  return cv::Mat::zeros(height, width, CV_8UC1);
}

cv::Mat with(const cv::Rect& person, int alpha = 255) {
  cv::Mat out = nobody();
  out(person) = alpha;
  return out;
}

bool holds(const cv::Rect& part, const cv::Rect& person) {
  return (part & person) == person;
}

TEST(Zoom, HoldsAPersonWithRoomForHair) {
  const cv::Rect person(300, 200, 60, 120);
  const cv::Rect part = part_with_people(with(person));
  EXPECT_TRUE(holds(part, person + cv::Size(16, 16) - cv::Point(8, 8))) << part;
  EXPECT_LT(part.area(), 3 * person.area());
}

TEST(Zoom, HoldsEverybody) {
  cv::Mat alpha = with({100, 200, 60, 120});
  const cv::Rect other(400, 220, 50, 100);
  alpha(other) = 255;
  const cv::Rect part = part_with_people(alpha);
  EXPECT_TRUE(holds(part, {100, 200, 60, 120}));
  EXPECT_TRUE(holds(part, other));
}

TEST(Zoom, EndsAtThePicturesBorder) {
  const cv::Rect part = part_with_people(with({0, 100, 100, height - 100}));
  EXPECT_EQ(part.x, 0);
  EXPECT_EQ(part.br().y, height);
}

TEST(Zoom, IsNoneWhereNobodyIsOrOnlyAShadowOfOne) {
  EXPECT_TRUE(part_with_people(nobody()).empty());
  EXPECT_TRUE(part_with_people(with({300, 200, 60, 120}, 40)).empty());
}

TEST(Zoom, IsNoneWhereAllIsAGuess) {
  EXPECT_TRUE(part_with_people(with({300, 200, 60, 120}, 150)).empty());
}

TEST(Zoom, IsNoneWherePeopleFillThePicture) {
  EXPECT_TRUE(part_with_people(with({10, 100, width - 20, height - 100})).empty());
}

TEST(Zoom, DoesNotHeedASpeck) {
  cv::Mat alpha = with({300, 200, 60, 120});
  alpha.at<std::uint8_t>(5, 5) = 255;
  EXPECT_EQ(part_with_people(alpha), part_with_people(with({300, 200, 60, 120})));
}

TEST(Zoom, IsTheSameOfFloats) {
  const cv::Mat bytes = with({300, 200, 60, 120});
  cv::Mat floats;
  bytes.convertTo(floats, CV_32FC1, 1.0 / 255);
  EXPECT_EQ(part_with_people(floats), part_with_people(bytes));
}

TEST(Zoom, TakesEverySize) {
  for (const auto& [columns, rows] : {std::pair{1, 1}, {16384, 1}, {3, 1001}}) {
    cv::Mat alpha = cv::Mat::zeros(rows, columns, CV_8UC1);
    part_with_people(alpha);
    alpha.at<std::uint8_t>(rows - 1, columns - 1) = 255;
    const cv::Rect part = part_with_people(alpha);
    EXPECT_EQ(part & cv::Rect(0, 0, columns, rows), part) << columns << 'x' << rows;
  }
}

TEST(Zoom, ASecondLookAddsHairButNoFurniture) {
  const cv::Mat first = with({300, 200, 60, 120});
  cv::Mat second = with({295, 195, 70, 125});
  second(cv::Rect(500, 200, 60, 120)) = 255;
  keep_near(near_people(first), second);
  EXPECT_EQ(cv::norm(second, with({295, 195, 70, 125}), cv::NORM_INF), 0);
}

TEST(Zoom, ASecondLookThatLosesSomebodyIsNotBelieved) {
  const cv::Mat first = with({300, 200, 60, 120});
  EXPECT_FALSE(lost_people(first, with({300, 210, 60, 110})));
  EXPECT_TRUE(lost_people(first, with({300, 280, 60, 40})));
}

TEST(Zoom, NearPeopleIsTheSameOfFloats) {
  cv::Mat bytes = with({300, 200, 60, 120}), all(bytes.size(), CV_32FC1, cv::Scalar(1)), floats;
  bytes.convertTo(floats, CV_32FC1, 1.0 / 255);
  keep_near(near_people(floats), all);
  cv::Mat all_bytes(bytes.size(), CV_8UC1, cv::Scalar(255)), scaled;
  keep_near(near_people(bytes), all_bytes);
  all_bytes.convertTo(scaled, CV_32FC1, 1.0 / 255);
  EXPECT_LT(cv::norm(all, scaled, cv::NORM_INF), 1.0 / 255);
}

class ZoomedMatter : public testing::Test {
 protected:
  void SetUp() override { SHM_NEEDS_SHARED_DATA(); }

  static Matter& matter() {
    static const auto opened =
        Matter::open({.model = SHM_SOURCE_ROOT "/models/default.safetensors", .device = "cpu"});
    opened->reset();
    return *opened;
  }

  static cv::Mat alpha_of(const cv::Mat& picture, const FrameOptions& options) {
    cv::Mat alpha(picture.size(), CV_8UC1);
    matter().matte(image_view(picture, PixelFormat::bgr), options,
                   image_view(alpha, PixelFormat::gray));
    return alpha;
  }

  static cv::Mat trimap() {
    cv::Mat out(height, width, CV_8UC1);
    matter().trimap(image_view(out, PixelFormat::gray));
    return out;
  }
};

TEST_F(ZoomedMatter, SeesAPersonFarAwayBetter) {
  const FarAway person;
  EXPECT_LT(person.error(alpha_of(person.picture, {.single = true})),
            0.8 * person.error(alpha_of(person.picture, {.zoom = false})));
}

TEST_F(ZoomedMatter, ShowsTheTrimapOfTheWholePicture) {
  const FarAway person;
  alpha_of(person.picture, {.temporal = 0, .zoom = false});
  const cv::Mat once = trimap();
  alpha_of(person.picture, {.temporal = 0, .single = true});
  EXPECT_EQ(cv::norm(trimap(), once, cv::NORM_INF), 0);
}

TEST_F(ZoomedMatter, ShowsNobodyOutsideTheRegion) {
  const FarAway person;
  const cv::Mat alpha = alpha_of(person.picture, {.region_right = 0.66, .single = true});
  EXPECT_EQ(cv::countNonZero(alpha.colRange(int(0.66 * width) + 1, width)), 0);
  EXPECT_GT(cv::countNonZero(alpha), 0);
}

}  // namespace
}  // namespace shm
