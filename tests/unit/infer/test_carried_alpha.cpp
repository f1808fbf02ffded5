// SPDX-License-Identifier: MIT
// Alpha goes along with a person who moves, and with nothing else.
#include "infer/carried_alpha.hpp"

#include <gtest/gtest.h>

#include "moving_person.hpp"
#include "threads_in_use.hpp"

using namespace shm;

namespace {

constexpr double noise = 3;  // a webcam's, of 255

struct Seen {
  cv::Mat luminance, alpha;

  Seen(MovingPerson& person, double right, int seed) {
    cv::cvtColor(person.frame(right, noise, seed), luminance, cv::COLOR_BGR2GRAY);
    luminance.convertTo(luminance, CV_32FC1, 1.0 / 255);
    person.alpha(right).convertTo(alpha, CV_32FC1, 1.0 / 255);
  }
};

cv::Mat carried(const CarriedAlpha::Frame& before, const cv::Mat& luminance) {
  CarriedAlpha carry;
  cv::Mat alpha;
  carry.carry(before, luminance, alpha);
  return alpha;
}

/// Of carried alpha from the truth, by that of alpha that stays where it was.
double error_by_holding(double speed) {
  double moved = 0, held = 0;
  for (const int seed : {1, 2, 3}) {
    MovingPerson person(seed);
    const Seen before(person, 0, 1), now(person, speed, 2);
    moved += mean_difference(carried({before.luminance, before.alpha}, now.luminance), now.alpha);
    held += mean_difference(before.alpha, now.alpha);
  }
  return moved / held;
}

}  // namespace

TEST(CarriedAlpha, GoesAlongWithAPersonWhoMoves) {
  EXPECT_LT(error_by_holding(0.7), 0.6);
  EXPECT_LT(error_by_holding(1.5), 0.5);
  EXPECT_LT(error_by_holding(4), 0.4);
  EXPECT_LT(error_by_holding(-7), 0.4);
}

TEST(CarriedAlpha, StaysWhereNothingMoves) {
  MovingPerson person;
  const Seen before(person, 0, 1), now(person, 0, 2);
  EXPECT_LT(mean_difference(carried({before.luminance, before.alpha}, now.luminance), before.alpha),
            2e-4);
}

TEST(CarriedAlpha, TellsACutAndAJumpFromAMovement) {
  for (const int seed : {1, 2, 3}) {
    MovingPerson person(seed), other(seed + 10);
    const Seen before(person, 0, 1);
    const auto is_lost = [&](const Seen& now) {
      CarriedAlpha carry;
      cv::Mat alpha;
      carry.carry({before.luminance, before.alpha}, now.luminance, alpha);
      return carry.is_lost();
    };
    EXPECT_FALSE(is_lost({person, 0, 2})) << seed;
    EXPECT_FALSE(is_lost({person, 6, 2})) << seed;
    EXPECT_TRUE(is_lost({person, 60, 2})) << "a jump, " << seed;
    EXPECT_TRUE(is_lost({other, 0, 2})) << "a cut, " << seed;
  }
}

TEST(CarriedAlpha, OfNobodyStaysNobody) {
  MovingPerson person;
  const Seen before(person, 0, 1), now(person, 3, 2);
  const cv::Mat nobody = cv::Mat::zeros(480, 640, CV_32FC1);
  EXPECT_EQ(cv::countNonZero(carried({before.luminance, nobody}, now.luminance)), 0);
}

TEST(CarriedAlpha, TakesEverySize) {
  for (const auto& [width, height] : {std::pair{1, 1}, {3, 1001}, {17, 33}}) {
    cv::Mat alpha(height, width, CV_32FC1), luminance(height, width, CV_32FC1);
    cv::randu(alpha, 0, 1);
    cv::randu(luminance, 0, 1);
    EXPECT_EQ(cv::norm(carried({luminance, alpha}, luminance), alpha, cv::NORM_INF), 0)
        << width << 'x' << height;
  }
}

TEST(CarriedAlpha, AnyNumberOfThreadsGivesTheSameAlpha) {
  MovingPerson person;
  const Seen before(person, 0, 1), now(person, 3, 2);
  const auto on_threads = [&](int threads) {
    const ThreadsInUse set(threads);
    return carried({before.luminance, before.alpha}, now.luminance);
  };
  EXPECT_EQ(cv::norm(on_threads(1), on_threads(3), cv::NORM_INF), 0);
}
