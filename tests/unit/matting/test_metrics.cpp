// SPDX-License-Identifier: MIT
// Metrics against reference vectors and the field's units.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "shm/error.hpp"
#include "shm/metrics.hpp"

namespace {

shm::Plane plane(int width, int height, const std::vector<float>& values) {
  shm::Plane result(width, height);
  std::copy(values.begin(), values.end(), result.view().data);
  return result;
}

shm::Plane row(const std::vector<float>& values) {
  return plane(int(values.size()), 1, values);
}

shm::Metrics measure(const shm::Plane& alpha, const shm::Plane& truth,
                     const shm::ImageView& counted = {}) {
  return shm::measure({alpha.view(), truth.view()}, counted);
}

shm::Image mask(int width, int height, const std::vector<int>& values) {
  shm::Image result(width, height, shm::PixelFormat::gray);
  std::copy(values.begin(), values.end(), result.view().data);
  return result;
}

/// A square person in the middle of a 32x32 picture, `shift` pixels to the right.
shm::Plane square(int shift) {
  shm::Plane result(32, 32);
  for (int y = 8; y < 24; ++y)
    std::fill_n(result.view().row(y) + 8 + shift, 16, 1.0F);
  return result;
}

shm::Plane from_json(const nlohmann::json& picture, const char* field) {
  std::vector<float> values = picture[field];
  for (float& value : values)
    value /= 255;
  return plane(picture["width"], picture["height"], values);
}

void expect_metrics(const shm::Metrics& metrics, const nlohmann::json& expected) {
  for (const shm::MetricField& field : shm::metric_fields) {
    const double reference = expected[field.name];
    const double tolerance = 1e-9 + 1e-3 * std::abs(reference);
    EXPECT_NEAR(metrics.*field.value, reference, tolerance) << field.name;
  }
}

}  // namespace

TEST(Metrics, AgreeWithTheReferenceVectors) {
  std::ifstream file(SHM_SOURCE_ROOT "/tests/golden/metrics.json");
  const auto pictures = nlohmann::json::parse(file);
  ASSERT_GE(pictures.size(), 8U);
  for (const auto& picture : pictures) {
    SCOPED_TRACE(picture["name"]);
    const shm::Plane alpha = from_json(picture, "alpha");
    const shm::Plane truth = from_json(picture, "truth");
    const shm::Plane alpha_before = from_json(picture, "alpha_before");
    const shm::Plane truth_before = from_json(picture, "truth_before");
    const shm::AlphaAndTruth now = {alpha.view(), truth.view()};
    const shm::AlphaAndTruth before = {alpha_before.view(), truth_before.view()};
    const shm::Image counted = mask(alpha.width(), alpha.height(), picture["counted"]);
    shm::Metrics whole = shm::measure(now);
    whole.dtssd = shm::dtssd(now, before);
    expect_metrics(whole, picture["whole"]);
    shm::Metrics part = shm::measure(now, counted);
    part.dtssd = shm::dtssd(now, before, counted);
    expect_metrics(part, picture["where_counted"]);
  }
}

TEST(Metrics, PerfectAlphaHasNoError) {
  const shm::Metrics metrics = measure(square(0), square(0));
  for (const shm::MetricField& field : shm::metric_fields)
    EXPECT_EQ(metrics.*field.value, field.greater_is_worse ? 0 : 1) << field.name;
}

TEST(Metrics, HaveTheUnitsOfTheFieldsTables) {
  const shm::Metrics metrics = measure(row({0.5F, 1, 0, 0}), row({0, 1, 0, 0.25F}));
  EXPECT_NEAR(metrics.sad, 0.75 / 1000, 1e-9);
  EXPECT_NEAR(metrics.mad, 0.75 / 4 * 1000, 1e-4);
  EXPECT_NEAR(metrics.mse, 0.3125 / 4 * 1000, 1e-4);
  EXPECT_NEAR(metrics.iou, 0.5, 1e-9);
}

TEST(Metrics, CountOnlyWhereAsked) {
  const shm::Metrics metrics =
      measure(row({0.5F, 1, 0, 0}), row({0, 1, 0, 0.25F}), mask(4, 1, {0, 255, 0, 128}));
  EXPECT_NEAR(metrics.mad, 0.25 / 2 * 1000, 1e-4);
  EXPECT_NEAR(metrics.iou, 1, 1e-9);
}

TEST(Metrics, NothingToCountIsNoError) {
  const shm::Metrics metrics = measure(row({1, 1}), row({0, 0}), mask(2, 1, {0, 0}));
  EXPECT_EQ(metrics.sad, 0);
  EXPECT_EQ(metrics.mad, 0);
  EXPECT_EQ(metrics.iou, 1);
}

TEST(Metrics, TwoEmptyPicturesOverlapWholly) {
  EXPECT_EQ(measure(row({0, 0.2F}), row({0.4F, 0})).iou, 1);
}

TEST(Metrics, GradSeesABlurredEdgeAndNoOverallFaintness) {
  const shm::Plane truth = square(0);
  shm::Plane blurred = square(0);
  shm::Plane faint = square(0);
  for (int y = 8; y < 24; ++y) {
    blurred.view().row(y)[8] = 0.5F;
    blurred.view().row(y)[7] = 0.5F;
    std::fill_n(faint.view().row(y) + 8, 16, 0.9F);
  }
  EXPECT_GT(measure(blurred, truth).grad, 1e-3);
  EXPECT_NEAR(measure(faint, truth).grad, 0, 1e-9);
}

TEST(Metrics, ConnBlamesAnIslandThatIsFarFromThePerson) {
  shm::Plane island = square(0);
  shm::Plane truth = square(0);
  island.view().row(2)[2] = 1;
  EXPECT_NEAR(measure(island, truth).conn, 1.0 / 1000, 1e-6);
  truth.view().row(2)[2] = 1;
  EXPECT_NEAR(measure(island, truth).conn, 0, 1e-6) << "an island in both is no error";
}

TEST(Metrics, ConnReachesALevelWhateverTheLastBitOfAFloat) {
  const float below = std::nextafter(153.0F / 255, 0.0F);
  EXPECT_NEAR(measure(row({below}), row({1})).conn, 0.4 / 1000, 1e-6);
}

TEST(Metrics, DtssdIsZeroForAnErrorThatStandsStill) {
  const shm::Plane truth = square(0);
  const shm::Plane wrong = square(3);
  EXPECT_EQ(shm::dtssd({wrong.view(), truth.view()}, {wrong.view(), truth.view()}), 0);
  const double flicker = shm::dtssd({wrong.view(), truth.view()}, {truth.view(), truth.view()});
  EXPECT_NEAR(flicker, std::sqrt(2.0 * 3 * 16 / (32 * 32)) * 100, 1e-3);
}

TEST(Metrics, SizesThatDifferAreNamed) {
  try {
    measure(row({0, 1}), row({0, 1, 1}));
    FAIL() << "compared pictures of two sizes";
  } catch (const shm::BadInput& error) {
    EXPECT_STREQ(error.what(), "the alpha is 2x1, the truth 3x1");
  }
  EXPECT_THROW(measure(row({0}), row({0}), mask(2, 1, {1, 1})), shm::BadInput);
  EXPECT_THROW(measure(shm::Plane(), shm::Plane()), shm::BadInput);
}
