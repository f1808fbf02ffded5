#include "infer/engine.hpp"

#include <gtest/gtest.h>

#include <torch/torch.h>

#include <initializer_list>
#include <utility>
#include <vector>

#include "infer/compiled_network.hpp"
#include "random_network.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

ModelMetadata metadata_of(ShmNet& network) {
  ModelMetadata model;
  model.classes = network->classes();
  model.stem_stride = network->t_net->stem_stride();
  return model;
}

double worst_difference(const torch::Tensor& a, const torch::Tensor& b) {
  EXPECT_EQ(a.sizes(), b.sizes());
  return (a - b).abs().max().item<double>();
}

/// Compares engine and module on pictures of these heights and widths.
template <typename Net>
void expect_engine_like(Net& network, Engine& engine,
                        std::initializer_list<std::pair<int, int>> sizes) {
  const c10::InferenceMode inference;
  for (const auto& [height, width] : sizes) {
    const torch::Tensor input = torch::randn({1, 3, height, width});
    const auto expected = network->forward(input);
    const EngineResult result = engine.run(input);
    EXPECT_LT(worst_difference(result.trimap(), torch::softmax(expected.logits, 1)), 1e-4);
    EXPECT_LT(worst_difference(result.alpha, expected.alpha), 1e-4);
  }
}

struct Network {
  const char* classes;
  int stem_stride;
};

class EngineOf : public testing::TestWithParam<Network> {
 protected:
  TemporaryFolder folder_;
  ShmNet network_ = random_network(ClassOrder::parse(GetParam().classes), GetParam().stem_stride);
  Engine engine_{as_file(network_, folder_), metadata_of(network_), at::kCPU, Precision::fp32};
};

TEST_P(EngineOf, GivesWhatTheModuleGives) {
  expect_engine_like(network_, engine_, {{64, 96}, {160, 32}, {64, 96}});
}

TEST_P(EngineOf, GivesTheSameWithoutOnednn) {
  const c10::InferenceMode inference;
  const auto plain = compile_shm(as_file(network_, folder_), metadata_of(network_),
                                 aten_convolutions(at::kFloat), at::kFloat);
  const torch::Tensor input = torch::randn({1, 3, 64, 96});
  const auto output = plain->run(input);
  const EngineResult result = engine_.run(input);
  EXPECT_LT(worst_difference(output.logits, result.logits), 1e-4);
  EXPECT_LT(worst_difference(output.alpha, result.alpha), 1e-4);
}

TEST_P(EngineOf, KeepsEarlierResultsWhole) {
  const EngineResult first = engine_.run(torch::zeros({1, 3, 64, 64}));
  const torch::Tensor alpha = first.alpha.clone();
  engine_.run(torch::ones({1, 3, 64, 64}));
  EXPECT_TRUE(torch::equal(first.alpha, alpha));
}

INSTANTIATE_TEST_SUITE_P(Infer, EngineOf,
                         testing::Values(Network{"bg,unsure,fg", 1}, Network{"bg,fg,unsure", 2}));

class LiveEngine : public testing::Test {
 protected:
  static ModelMetadata metadata() {
    ModelMetadata model;
    model.architecture = "shm-live";
    model.size_multiple = model.least_multiple();
    model.classes = ClassOrder::parse("bg,fg,unsure");
    return model;
  }

  TemporaryFolder folder_;
  LiveNet network_ = random_live_network(metadata().classes);
  Engine engine_{as_file(network_, folder_), metadata(), at::kCPU, Precision::fp32};
};

TEST_F(LiveEngine, GivesWhatTheModuleGivesAlthoughItWorksOnTiles) {
  expect_engine_like(network_, engine_, {{64, 64}, {192, 320}, {256, 64}});
}

TEST_F(LiveEngine, TakesSidesThatDoNotHalveEvenly) {
  expect_engine_like(network_, engine_, {{60, 100}, {4, 68}, {180, 4}, {100, 148}});
}

TEST_F(LiveEngine, TakesTheForegroundsProbabilityWhereTheTrimapIsSure) {
  const c10::InferenceMode inference;
  network_->t_net->last_conv->bias.fill_(0);
  network_->t_net->last_conv->bias[metadata().classes.unknown].fill_(-1e4);
  Engine engine(as_file(network_, folder_), metadata(), at::kCPU, Precision::fp32);
  const EngineResult result = engine.run(torch::randn({1, 3, 128, 128}));
  EXPECT_LT(result.trimap().select(1, metadata().classes.unknown).max().item<float>(), 1e-30);
  EXPECT_LT(worst_difference(result.alpha[0][0], result.trimap()[0][metadata().classes.foreground]),
            1e-6);
}

TEST_F(LiveEngine, GivesTheSameOnTilesAsOnTheWholePicture) {
  const c10::InferenceMode inference;
  const auto place = at::TensorOptions(at::kDouble);
  const auto whole =
      compile_live(as_file(network_, folder_), metadata(), aten_convolutions(place), place);
  const torch::Tensor input = torch::randn({1, 3, 180, 260});
  const auto output = whole->run(input.to(at::kDouble));
  const EngineResult result = engine_.run(input);
  EXPECT_LT(worst_difference(output.logits, result.logits), 1e-4);
  EXPECT_LT(worst_difference(output.alpha, result.alpha), 1e-4);
}

/// The model with the ranges that it reaches on this input.
ModelMetadata calibrated(ModelMetadata model, const Safetensors& weights,
                         const torch::Tensor& input) {
  const c10::InferenceMode inference;
  std::vector<double> ranges;
  compile_live(weights, model, measuring_convolutions(onednn_convolutions(at::kFloat), ranges),
               at::kFloat)
      ->run(input);
  model.ranges = ranges;
  return model;
}

TEST_F(LiveEngine, SaysNearlyTheSameInInt8) {
  const torch::Tensor input = torch::randn({1, 3, 128, 192}).clamp(-0.5, 0.5);
  const Safetensors weights = as_file(network_, folder_);
  Engine int8(weights, calibrated(metadata(), weights, input), at::kCPU, Precision::int8);
  const EngineResult exact = engine_.run(input);
  const EngineResult result = int8.run(input);
  EXPECT_LT((result.trimap() - exact.trimap()).abs().mean().item<double>(), 0.02);
  EXPECT_LT((result.alpha - exact.alpha).abs().mean().item<double>(), 0.02);
}

TEST_F(LiveEngine, SaysTheSameInInt8WithAnyNumberOfThreads) {
  const torch::Tensor input = torch::randn({1, 3, 128, 192}).clamp(-0.5, 0.5);
  const Safetensors weights = as_file(network_, folder_);
  Engine int8(weights, calibrated(metadata(), weights, input), at::kCPU, Precision::int8);
  const int before = at::get_num_threads();
  std::vector<torch::Tensor> alphas;
  for (const int threads : {1, 3}) {
    at::set_num_threads(threads);
    alphas.push_back(int8.run(input).alpha.clone());
  }
  at::set_num_threads(before);
  EXPECT_TRUE(torch::equal(alphas[0], alphas[1]));
}

TEST_F(LiveEngine, RefusesRangesOfAnotherNetwork) {
  ModelMetadata model = metadata();
  model.ranges = {1, 2, 3};
  EXPECT_THROW(Engine(as_file(network_, folder_), model, at::kCPU, Precision::int8), BadModel);
}

TEST_F(LiveEngine, RefusesToAnswerWithWhatIsNoNumber) {
  {
    const torch::NoGradGuard no_grad;
    network_->t_net->last_conv->weight.fill_(3e38);
  }
  Engine engine(as_file(network_, folder_), metadata(), at::kCPU, Precision::fp32);
  EXPECT_THROW(engine.run(torch::ones({1, 3, 64, 64})), BadModel);
}

TEST(Engine, RefusesWeightsOfAnotherNetwork) {
  TemporaryFolder folder;
  torch::nn::BatchNorm2d norm(4);
  save_state(*norm, folder / "norm.safetensors", {});
  const auto file = Safetensors::open(folder / "norm.safetensors");
  EXPECT_THROW(Engine(file, ModelMetadata{}, at::kCPU, Precision::fp32), BadModel);
}

TEST(Engine, RefusesAnArchitectureThatItDoesNotKnow) {
  TemporaryFolder folder;
  ModelMetadata model;
  model.architecture = "shm-next";
  const auto file = as_file(random_network(), folder);
  EXPECT_THROW(Engine(file, model, at::kCPU, Precision::fp32), BadModel);
}

TEST(Engine, RefusesASizeThatTheNetworkCannotHalve) {
  TemporaryFolder folder;
  Engine engine(as_file(random_network(), folder), ModelMetadata{}, at::kCPU, Precision::fp32);
  EXPECT_THROW(engine.run(torch::zeros({1, 3, 64, 40})), BadInput);
}

TEST(Engine, RefusesToAnswerWithWhatIsNoNumber) {
  TemporaryFolder folder;
  ShmNet network = random_network();
  {
    const torch::NoGradGuard no_grad;
    for (auto& parameter : network->t_net->last_conv->parameters())
      parameter.fill_(3e38);
  }
  Engine engine(as_file(network, folder), ModelMetadata{}, at::kCPU, Precision::fp32);
  EXPECT_THROW(engine.run(torch::ones({1, 3, 64, 64})), BadModel);
}

}  // namespace
}  // namespace shm
