// The original's numbers: ../shared/golden/README.md.

#include <gtest/gtest.h>

#include <torch/torch.h>

#include "infer/engine.hpp"
#include "nn/shm_net.hpp"
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
  ShmNet network(original_order);
  load_state(*network, golden("random_weights"));
  network->eval();
  const auto output = network->forward(expected("input"));
  EXPECT_LT(worst_difference(output.logits, expected("trimap_logits")), tolerance);
  EXPECT_LT(worst_difference(output.alpha, expected("alpha")), tolerance);
}

/// The engine takes one picture at a time.
EngineResult run_each(Engine& engine, const torch::Tensor& batch) {
  std::vector<torch::Tensor> logits;
  std::vector<torch::Tensor> alphas;
  for (const auto& picture : batch.split(1)) {
    const EngineResult result = engine.run(picture);
    logits.push_back(result.logits);
    alphas.push_back(result.alpha);
  }
  return {torch::cat(logits), torch::cat(alphas)};
}

Engine golden_engine(const Safetensors& weights, Precision precision) {
  ModelMetadata model;
  model.classes = original_order;
  return Engine(weights, model, at::kCPU, precision);
}

TEST_P(Forward, EngineAgreesWithTheOriginal) {
  Engine engine = golden_engine(golden("random_weights"), Precision::fp32);
  const EngineResult result = run_each(engine, expected("input"));
  EXPECT_LT(worst_difference(result.logits, expected("trimap_logits")), tolerance);
  EXPECT_LT(worst_difference(result.alpha, expected("alpha")), tolerance);
}

TEST_P(Forward, EngineInBf16StaysClose) {
  if (choose_precision(Precision::automatic, at::kCPU, false) != Precision::bf16)
    GTEST_SKIP() << "this processor does not compute in bf16";
  Engine engine = golden_engine(golden("random_weights"), Precision::bf16);
  const EngineResult result = run_each(engine, expected("input"));
  EXPECT_LT(mean_difference(result.alpha, expected("alpha")), 0.02);
}

INSTANTIATE_TEST_SUITE_P(Golden, Forward, testing::Values("", "_96x224"),
                         [](const auto& test) { return test.param.empty() ? "square" : "wide"; });

}  // namespace
}  // namespace shm
