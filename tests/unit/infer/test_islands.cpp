// SPDX-License-Identifier: MIT
// Who is kept of those who stand apart.
#include "infer/islands.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace shm {
namespace {

constexpr int width = 320, height = 240;
constexpr double frame = width * height;

/// A room with whole people in it.
cv::Mat with(std::initializer_list<cv::Rect> people) {
  cv::Mat alpha = cv::Mat::zeros(height, width, CV_32FC1);
  for (const cv::Rect& person : people)
    alpha(person) = 1.0;
  return alpha;
}

bool shown(const cv::Mat& alpha, const cv::Rect& person) {
  const double share = cv::mean(alpha(person))[0];
  EXPECT_TRUE(share < 1e-6 || share > 1 - 1e-6) << share;
  return share > 0.5;
}

const cv::Rect large(20, 60, 90, 180), middle(150, 100, 40, 100), small(280, 20, 24, 24);

}  // namespace

TEST(Islands, AllStayByDefault) {
  cv::Mat alpha = with({large, middle, small});
  const cv::Mat before = alpha.clone();
  const FrameOptions options;
  Islands().run(alpha, options.min_area, options.keep);
  EXPECT_EQ(cv::norm(alpha, before, cv::NORM_INF), 0);
}

TEST(Islands, SmallOnesGo) {
  cv::Mat alpha = with({large, middle, small});
  Islands().run(alpha, 0.02, Keep::all);
  EXPECT_TRUE(shown(alpha, large));
  EXPECT_TRUE(shown(alpha, middle));
  EXPECT_FALSE(shown(alpha, small));
}

TEST(Islands, TheLargestStays) {
  cv::Mat alpha = with({large, middle, small});
  Islands().run(alpha, 0, Keep::largest);
  EXPECT_TRUE(shown(alpha, large));
  EXPECT_FALSE(shown(alpha, middle));
  EXPECT_FALSE(shown(alpha, small));
}

TEST(Islands, WhoIsNearestTheMiddleStays) {
  cv::Mat alpha = with({large, middle, small});
  Islands().run(alpha, 0, Keep::nearest_centre);
  EXPECT_FALSE(shown(alpha, large));
  EXPECT_TRUE(shown(alpha, middle));
  EXPECT_FALSE(shown(alpha, small));
}

TEST(Islands, SoftEdgesOfWhoGoesGoAsWell) {
  cv::Mat alpha = with({large, small});
  cv::GaussianBlur(alpha, alpha, {}, 4);
  Islands().run(alpha, 0, Keep::largest);
  EXPECT_LE(cv::norm(alpha.colRange(200, width), cv::NORM_INF), 0.05);
}

TEST(Islands, HazeBetweenTwoDoesNotJoinThem) {
  cv::Mat alpha = with({large, middle});
  alpha(cv::Rect(large.br().x, middle.y, middle.x - large.br().x, middle.height)) = 0.2;
  Islands().run(alpha, 0, Keep::largest);
  EXPECT_TRUE(shown(alpha, large));
  EXPECT_FALSE(shown(alpha, middle));
}

TEST(Islands, HazeFarFromEverybodyIsNobody) {
  cv::Mat alpha = with({large});
  const cv::Rect haze(200, 40, 80, 160);
  alpha(haze) = 0.2;
  Islands().run(alpha, 0, Keep::largest);
  EXPECT_TRUE(shown(alpha, large));
  EXPECT_FALSE(shown(alpha, haze));
}

TEST(Islands, SmallHolesAreFilled) {
  cv::Mat alpha = with({large});
  const cv::Rect hole(50, 120, 14, 14);
  alpha(hole) = 0.0;
  Islands().run(alpha, 0.01, Keep::all);
  EXPECT_TRUE(shown(alpha, hole));
}

TEST(Islands, LargeHolesStay) {
  cv::Mat alpha = with({large});
  const cv::Rect hole(40, 100, 50, 60);
  alpha(hole) = 0.0;
  Islands().run(alpha, 0.01, Keep::all);
  EXPECT_FALSE(shown(alpha, hole));
}

TEST(Islands, RoomAtTheBorderIsNeverFilled) {
  cv::Mat alpha = cv::Mat::ones(height, width, CV_32FC1);
  const cv::Rect corner(0, 0, 16, 16);
  alpha(corner) = 0.0;
  Islands().run(alpha, FrameOptions::largest_min_area, Keep::all);
  EXPECT_FALSE(shown(alpha, corner));
}

TEST(Islands, AHoleInAnIslandThatGoesIsNotLeftBehind) {
  const cv::Rect ring(232, 16, 48, 48), hole(248, 32, 16, 16);
  cv::Mat alpha = with({large, ring});
  alpha(hole) = 0.0;
  Islands().run(alpha, 0.05, Keep::all);
  EXPECT_EQ(cv::norm(alpha(ring), cv::NORM_INF), 0);
}

TEST(Islands, AnAreaNearTheBoundDoesNotFlicker) {
  Islands islands;
  const auto seen = [&](int grown) {
    const cv::Rect person(120, 64, 48, 48 + grown);
    cv::Mat alpha = with({large, person});
    islands.run(alpha, 48 * 50 / frame, Keep::all);
    return shown(alpha, person);
  };
  EXPECT_FALSE(seen(0));
  EXPECT_TRUE(seen(4));
  for (const int grown : {0, 3, 1, 0, 2})
    EXPECT_TRUE(seen(grown)) << grown;
  EXPECT_FALSE(seen(-20));
  EXPECT_FALSE(seen(0));
}

TEST(Islands, ItIsTheSamePersonWhileTwoAreAboutAsLarge) {
  Islands islands;
  const cv::Rect second(180, 60, 88, 180);
  cv::Mat first_frame = with({large, second});
  islands.run(first_frame, 0, Keep::largest);
  EXPECT_TRUE(shown(first_frame, large));
  for (const int wider : {1, 6, 0, 12}) {
    cv::Mat alpha = with({large, second + cv::Size(wider, 0)});
    islands.run(alpha, 0, Keep::largest);
    EXPECT_TRUE(shown(alpha, large)) << wider;
    EXPECT_FALSE(shown(alpha, second)) << wider;
  }
}

TEST(Islands, WhoWalksThroughBehindIsNotShown) {
  Islands islands;
  for (int x = 200; x <= 290; x += 6) {
    const cv::Rect walker(x, 90, 30, 100);
    cv::Mat alpha = with({{110, 50, 60, 190}, walker});
    islands.run(alpha, 0, Keep::nearest_centre);
    EXPECT_TRUE(shown(alpha, {110, 50, 60, 190})) << x;
    EXPECT_FALSE(shown(alpha, walker)) << x;
  }
}

/// Two sit side by side; a third comes in on the left, goes behind both and leaves on the right.
TEST(Islands, OfThreeOfWhomOneWalksThroughBehindTheSameOneStays) {
  const cv::Rect left(30, 80, 70, 160), right(180, 70, 90, 170);
  const auto is_apart = [&](const cv::Rect& walker) {
    const cv::Rect around = walker + cv::Size(32, 0) - cv::Point(16, 0);
    return (around & left).empty() && (around & right).empty();
  };
  for (const Keep keep : {Keep::largest, Keep::nearest_centre}) {
    Islands islands;
    for (int x = 0; x + 24 <= width; x += 4) {
      const cv::Rect walker(x, 60, 24, 120);
      cv::Mat alpha = with({left, right, walker});
      islands.run(alpha, 0, keep);
      EXPECT_TRUE(shown(alpha, right)) << x;
      if (!is_apart(walker)) continue;
      EXPECT_FALSE(shown(alpha, left)) << x;
      EXPECT_FALSE(shown(alpha, walker)) << x;
    }
  }
}

TEST(Islands, WhoStaysNearerTakesTheirPlaceAfterTwoSeconds) {
  Islands islands;
  const cv::Rect aside(240, 60, 60, 180), nearer(120, 80, 60, 160);
  for (int i = 0; i < 300; ++i) {
    cv::Mat alpha = i < 100 ? with({aside}) : with({aside, nearer});
    islands.run(alpha, 0, Keep::nearest_centre);
    EXPECT_EQ(shown(alpha, aside), i < 160) << i;
    EXPECT_NE(shown(alpha, nearer), i < 160) << i;
  }
}

TEST(Islands, WhoSitsStillIsShownAsLongAsWhoMoves) {
  Islands islands;
  for (int i = 0; i < 200; ++i) {
    if (i > 0 && i < 100) {
      islands.repeat();
      continue;
    }
    cv::Mat alpha = i == 0 ? with({middle}) : with({large, middle});
    islands.run(alpha, 0, Keep::largest);
    EXPECT_EQ(shown(alpha, middle), i < 160) << i;
  }
}

TEST(Islands, WhoIsLostForAFrameIsBackInTheNext) {
  Islands islands;
  for (int i = 0; i < 100; ++i) {
    cv::Mat alpha = i == 50 ? with({middle}) : with({large, middle});
    islands.run(alpha, 0, Keep::largest);
    EXPECT_EQ(shown(alpha, large), i != 50) << i;
  }
}

TEST(Islands, AChoiceMadeOnTheWayShowsWhatItWouldHaveFromTheStart) {
  struct Choice {
    double min_area;
    Keep keep;
  };
  const cv::Rect person(120, 64, 48, 48), second(200, 60, 50, 50);
  const double beyond = 1.2 * second.area() / frame;
  for (const Choice before :
       {Choice{0, Keep::largest}, {0, Keep::nearest_centre}, {0.01, Keep::all}})
    for (const Choice after :
         {Choice{beyond, before.keep}, {0, Keep::largest}, {0, Keep::nearest_centre}}) {
      Islands changed, fresh;
      cv::Mat first = with({person, second}), later = first.clone(), wanted = first.clone();
      changed.run(first, before.min_area, before.keep);
      changed.run(later, after.min_area, after.keep);
      fresh.run(wanted, after.min_area, after.keep);
      EXPECT_EQ(cv::norm(later, wanted, cv::NORM_INF), 0)
          << before.min_area << ", " << int(before.keep) << " to " << after.min_area << ", "
          << int(after.keep);
    }
}

TEST(Islands, NobodyIsNobody) {
  for (const Keep keep : {Keep::all, Keep::largest, Keep::nearest_centre}) {
    cv::Mat alpha = with({});
    Islands().run(alpha, 0.1, keep);
    EXPECT_EQ(cv::countNonZero(alpha), 0);
  }
}

TEST(Islands, TakeEverySize) {
  for (const cv::Size size : {cv::Size(1, 1), {3, 1001}, {17, 33}}) {
    cv::Mat alpha(size, CV_32FC1);
    cv::randu(alpha, 0, 1);
    EXPECT_NO_THROW(Islands().run(alpha, 0.1, Keep::largest));
  }
}

}  // namespace shm
