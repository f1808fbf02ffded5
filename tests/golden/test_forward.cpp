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
const ClassOrder original_order = parse_classes("bg,fg,unsure");

Safetensors golden(const std::string& name) {
  return Safetensors::open(shared_data("golden/" + name + ".safetensors"));
}

/// "input", "trimap_logits" or "alpha" of a batch.
torch::Tensor expected(const std::string& name, const std::string& batch) {
  return to_tensor(golden("forward").tensors().at(name + batch));
}

class ForwardOfModules : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { SHM_NEEDS_SHARED_DATA(); }
};

/// The wide batch is not made of bytes; unit tests hold the engines to the modules at every size.
class ForwardOfEngines : public testing::Test {
 protected:
  void SetUp() override { SHM_NEEDS_SHARED_DATA(); }
};

double worst_difference(const torch::Tensor& a, const torch::Tensor& b) {
  EXPECT_EQ(a.sizes(), b.sizes());
  return (a - b).abs().max().item<double>();
}

double mean_difference(const torch::Tensor& a, const torch::Tensor& b) {
  return (a - b).abs().mean().item<double>();
}

TEST_P(ForwardOfModules, AgreesWithTheOriginal) {
  const c10::InferenceMode inference;
  MattingNet network(make_shm(1), original_order);
  load_state(*network, golden("random_weights"));
  network->eval();
  const auto output = network->forward(expected("input", GetParam()));
  EXPECT_LT(worst_difference(output.logits, expected("trimap_logits", GetParam())), tolerance);
  EXPECT_LT(worst_difference(output.alpha, expected("alpha", GetParam())), tolerance);
}

/// N x C x H x W, as a module would give it; the engine takes one picture at a time.
struct Answer {
  torch::Tensor logits, alpha;
};

torch::Tensor answered(const cv::Mat& picture) {
  return torch::from_blob(picture.data, {1, picture.rows, picture.cols, picture.channels()})
      .permute({0, 3, 1, 2})
      .clone();
}

/// The bytes that a network's input was made of.
torch::Tensor bytes_of(const torch::Tensor& input, const ModelMetadata& model) {
  const auto mean = torch::tensor(std::vector<double>(model.mean.begin(), model.mean.end()));
  const auto exact = input.to(torch::kDouble) / model.scale + mean.view({1, 3, 1, 1});
  const auto bytes = exact.round();
  EXPECT_LT(worst_difference(exact, bytes), 1e-3) << "not made of bytes";
  return bytes.to(torch::kByte);
}

Answer run_each(Engine& engine, const torch::Tensor& batch) {
  std::vector<torch::Tensor> logits, alphas;
  for (const auto& picture : bytes_of(batch, {}).split(1)) {
    const torch::Tensor pixels = picture[0].permute({1, 2, 0}).contiguous();
    const cv::Mat input(int(pixels.size(0)), int(pixels.size(1)), CV_8UC3, pixels.data_ptr());
    const NetworkOutput output = engine.run(input);
    logits.push_back(answered(output.logits));
    alphas.push_back(answered(output.alpha));
  }
  return {torch::cat(logits), torch::cat(alphas)};
}

std::unique_ptr<Engine> golden_engine(const Safetensors& weights, Precision precision) {
  ModelMetadata model;
  model.classes = original_order;
  return make_cpu_engine(weights, model, precision);
}

TEST_F(ForwardOfEngines, AgreesWithTheOriginal) {
  const auto engine = golden_engine(golden("random_weights"), Precision::fp32);
  const Answer answer = run_each(*engine, expected("input", ""));
  EXPECT_LT(worst_difference(answer.logits, expected("trimap_logits", "")), tolerance);
  EXPECT_LT(worst_difference(answer.alpha, expected("alpha", "")), tolerance);
}

TEST_F(ForwardOfEngines, StaysCloseInBf16) {
  if (choose_cpu_precision(Precision::automatic, false) != Precision::bf16)
    GTEST_SKIP() << "this processor does not compute in bf16";
  const auto engine = golden_engine(golden("random_weights"), Precision::bf16);
  EXPECT_LT(mean_difference(run_each(*engine, expected("input", "")).alpha, expected("alpha", "")),
            0.02);
}

INSTANTIATE_TEST_SUITE_P(Golden, ForwardOfModules, testing::Values("", "_96x224"),
                         [](const auto& test) { return test.param.empty() ? "square" : "wide"; });

}  // namespace
}  // namespace shm
