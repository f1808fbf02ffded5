// SPDX-License-Identifier: MIT
// Whole networks on the CPU, and the weights, ranges and sizes that they refuse.
#include "engine/engine.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "noise_picture.hpp"
#include "random_weights.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

ModelMetadata metadata_of(const std::string& architecture) {
  ModelMetadata model;
  model.architecture = architecture;
  model.size_multiple = model.least_multiple();
  model.classes = parse_classes("bg,fg,unsure");
  return model;
}

StateShapes state_of(const std::string& architecture) {
  return make_architecture(architecture, 1).state();
}

cv::Mat channel(const cv::Mat& picture, int number) {
  cv::Mat plane;
  cv::extractChannel(picture, plane, number);
  return plane;
}

class EngineTest : public testing::Test {
 protected:
  std::unique_ptr<Engine> engine_of(const RandomWeights& weights, const ModelMetadata& model,
                                    Precision precision = Precision::fp32) {
    return make_cpu_engine(weights.in(folder_), model, precision);
  }

  TemporaryFolder folder_;
  RandomWeights live_{state_of("shm-live")};
  const ModelMetadata live_model_ = metadata_of("shm-live");
};

TEST_F(EngineTest, TakesTheForegroundsProbabilityWhereTheTrimapIsSure) {
  live_.fill("t_net.last_conv.bias", 0);
  live_.at("t_net.last_conv.bias", std::size_t(live_model_.classes.unknown)) = -1e4F;
  const auto engine = engine_of(live_, live_model_);
  const NetworkOutput output = engine->run(noise(128, 128));
  const cv::Mat trimap = output.trimap();
  EXPECT_LT(worst_difference(channel(trimap, live_model_.classes.unknown),
                             cv::Mat::zeros(128, 128, CV_32F)),
            1e-30);
  EXPECT_LT(worst_difference(channel(trimap, live_model_.classes.foreground), output.alpha), 1e-5);
}

/// The model with the ranges that it reaches on this picture.
ModelMetadata calibrated(ModelMetadata model, const Safetensors& weights, const cv::Mat& picture) {
  const auto network = make_network(model, weights, {});
  for (const ConvolutionLayer& layer : make_architecture(model.architecture, 2).layers())
    model.ranges[layer.name] = 0;
  network->observe(range_observer(model.ranges));
  Scratch scratch;
  network->run(picture, scratch);
  return model;
}

TEST_F(EngineTest, SaysNearlyTheSameInInt8) {
  const cv::Mat picture = noise(128, 192);
  const double pixels = 128.0 * 192;
  for (const std::string architecture : {"shm-live", "shm-live-context"}) {
    const RandomWeights weights(state_of(architecture));
    const ModelMetadata model = calibrated(metadata_of(architecture), weights.in(folder_), picture);
    const auto exact = engine_of(weights, model);
    const auto int8 = engine_of(weights, model, Precision::int8);
    const NetworkOutput expected = exact->run(picture);
    const NetworkOutput found = int8->run(picture);
    EXPECT_LT(cv::norm(found.trimap(), expected.trimap(), cv::NORM_L1) / pixels / 3, 0.03);
    EXPECT_LT(cv::norm(found.alpha, expected.alpha, cv::NORM_L1) / pixels, 0.03);
  }
}

TEST_F(EngineTest, AnswersTheSameAfterAPictureOfAnotherSize) {
  const auto engine = engine_of(live_, live_model_);
  const cv::Mat before = engine->run(noise(64, 96)).alpha.clone();
  engine->run(noise(160, 32));
  EXPECT_EQ(worst_difference(before, engine->run(noise(64, 96)).alpha), 0);
}

TEST_F(EngineTest, RefusesRangesOfAnotherNetwork) {
  ModelMetadata model = live_model_;
  model.ranges = {{"somebody.else", 1}};
  EXPECT_THROW(engine_of(live_, model, Precision::int8), BadModel);
}

TEST_F(EngineTest, RefusesToAnswerWithWhatIsNoNumber) {
  for (const std::string architecture : {"shm", "shm-live", "shm-live-context"}) {
    RandomWeights weights(state_of(architecture));
    weights.fill("t_net.last_conv.weight", 3e38F);
    const auto engine = engine_of(weights, metadata_of(architecture));
    EXPECT_THROW(engine->run(noise(64, 64)), BadModel);
  }
}

TEST_F(EngineTest, RefusesWeightsOfAnotherNetwork) {
  EXPECT_THROW(engine_of(live_, metadata_of("shm")), BadModel);
}

TEST_F(EngineTest, RefusesAnArchitectureThatItDoesNotKnow) {
  ModelMetadata model = live_model_;
  model.architecture = "shm-next";
  EXPECT_THROW(engine_of(live_, model), BadModel);
}

TEST_F(EngineTest, RefusesAnArchitectureWhoseEndsTheKernelsDoNotKnow) {
  const auto make = [&](const auto& change) {
    Architecture live = make_shm_live();
    change(live);
    return make_tiled_network(live, live_model_, live_.in(folder_), {});
  };
  EXPECT_NO_THROW(make([](Architecture&) {}));
  EXPECT_THROW(make([](Architecture& live) { live.t_net_reduction = 4; }), BadModel);
  EXPECT_THROW(make([](Architecture& live) { live.logits_reduction = 8; }), BadModel);
}

TEST_F(EngineTest, RefusesASizeThatTheNetworkCannotHalve) {
  EXPECT_THROW(engine_of(live_, live_model_)->run(noise(64, 42)), BadInput);
}

TEST(CpuPrecision, IsWhatTheProcessorAndTheModelHave) {
  EXPECT_EQ(choose_cpu_precision(Precision::fp32, false), Precision::fp32);
  EXPECT_NE(choose_cpu_precision(Precision::automatic, false), Precision::automatic);
  EXPECT_THROW(choose_cpu_precision(Precision::fp16, false), InvalidOption);
  EXPECT_EQ(choose_cpu_precision(Precision::int8, true), Precision::int8);
  EXPECT_THROW(choose_cpu_precision(Precision::int8, false), InvalidOption);
  const Precision fastest = choose_cpu_precision(Precision::automatic, true);
  EXPECT_EQ(fastest == Precision::int8, processor_computes_int8());
}

}  // namespace
}  // namespace shm
