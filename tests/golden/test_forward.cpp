// SPDX-License-Identifier: MIT
// The original's numbers: ../shared/golden/README.md.

#include <gtest/gtest.h>

#include <torch/torch.h>

#include "engine/engine.hpp"
#include "nn/matting_net.hpp"
#include "nn/state.hpp"
#include "shared_data.hpp"

namespace shm {
namespace {

constexpr double tolerance = 1e-4;
const ClassOrder original_order = ClassOrder::parse("bg,fg,unsure");

class Forward : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { SHM_NEEDS_SHARED_DATA(); }

  static Safetensors golden(const std::string& name) {
    return Safetensors::open(shared_data("golden/" + name + ".safetensors"));
  }

  /// "input", "trimap_logits" or "alpha" of the batch under test.
  static torch::Tensor expected(const std::string& name) {
    return to_tensor(golden("forward").tensors().at(name + GetParam()));
  }
};

double worst_difference(const torch::Tensor& a, const torch::Tensor& b) {
  EXPECT_EQ(a.sizes(), b.sizes());
  return (a - b).abs().max().item<double>();
}

double mean_difference(const torch::Tensor& a, const torch::Tensor& b) {
  return (a - b).abs().mean().item<double>();
}

TEST_P(Forward, ModuleAgreesWithTheOriginal) {
  const c10::InferenceMode inference;
  MattingNet network(make_shm(1), original_order);
  load_state(*network, golden("random_weights"));
  network->eval();
  const auto output = network->forward(expected("input"));
  EXPECT_LT(worst_difference(output.logits, expected("trimap_logits")), tolerance);
  EXPECT_LT(worst_difference(output.alpha, expected("alpha")), tolerance);
}

/// N x C x H x W, as a module would give it; the engine takes one picture at a time.
struct Answer {
  torch::Tensor logits, alpha;
};

torch::Tensor as_tensor(const cv::Mat& picture) {
  return torch::from_blob(picture.data, {1, picture.rows, picture.cols, picture.channels()})
      .permute({0, 3, 1, 2})
      .clone();
}

Answer run_each(Engine& engine, const torch::Tensor& batch) {
  std::vector<torch::Tensor> logits, alphas;
  for (const auto& picture : batch.split(1)) {
    const torch::Tensor pixels = picture[0].permute({1, 2, 0}).contiguous();
    const cv::Mat input(int(pixels.size(0)), int(pixels.size(1)), CV_32FC3, pixels.data_ptr());
    const NetworkOutput output = engine.run(input);
    logits.push_back(as_tensor(output.logits));
    alphas.push_back(as_tensor(output.alpha));
  }
  return {torch::cat(logits), torch::cat(alphas)};
}

std::unique_ptr<Engine> golden_engine(const Safetensors& weights, Precision precision) {
  ModelMetadata model;
  model.classes = original_order;
  return make_cpu_engine(weights, model, precision);
}

TEST_P(Forward, EngineAgreesWithTheOriginal) {
  const auto engine = golden_engine(golden("random_weights"), Precision::fp32);
  const Answer answer = run_each(*engine, expected("input"));
  EXPECT_LT(worst_difference(answer.logits, expected("trimap_logits")), tolerance);
  EXPECT_LT(worst_difference(answer.alpha, expected("alpha")), tolerance);
}

TEST_P(Forward, EngineInBf16StaysClose) {
  if (choose_cpu_precision(Precision::automatic, false) != Precision::bf16)
    GTEST_SKIP() << "this processor does not compute in bf16";
  const auto engine = golden_engine(golden("random_weights"), Precision::bf16);
  EXPECT_LT(mean_difference(run_each(*engine, expected("input")).alpha, expected("alpha")), 0.02);
}

INSTANTIATE_TEST_SUITE_P(Golden, Forward, testing::Values("", "_96x224"),
                         [](const auto& test) { return test.param.empty() ? "square" : "wide"; });

}  // namespace
}  // namespace shm
