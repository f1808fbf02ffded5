// SPDX-License-Identifier: MIT
// One step of training against the original's: losses, gradients, parameters.
#include <gtest/gtest.h>

#include <ATen/Parallel.h>

#include <nlohmann/json.hpp>

#include "nn/state.hpp"
#include "shared_data.hpp"
#include "shm/train_options.hpp"
#include "shm/whole_file.hpp"
#include "train/adam.hpp"
#include "train/loss.hpp"

namespace {

using shm::TrainPhase;

constexpr double learning_rate = 1e-3;
constexpr double weight_decay = 5e-4;

/// One step of the original program, with its weights, its batch and what came of it.
///
/// Rounding is worth more here than it looks: half an ulp of float on the input moves some norms of
/// gradients by 0.2%, computed in double. So agreement to 0.1% takes the original's order of sums
/// as well: its layout, contiguous, which LibTorch's own layers compute, and at least two threads.
class TrainStep : public testing::TestWithParam<TrainPhase> {
 protected:
  void SetUp() override {
    SHM_NEEDS_SHARED_DATA();
    at::set_num_threads(2);
    // The original reads foreground from channel 1 and unknown from channel 2, but its labels call
    // them 2 and 1: so must the network's order and the loss's differ to compute what it computed.
    shm::ModelMetadata metadata;
    metadata.classes = shm::parse_classes("bg,fg,unsure");
    options_.phase = GetParam();
    network_ = shm::make_trainable(metadata);
    shm::load_state(*network_,
                    shm::Safetensors::open(shared_data("golden/random_weights.safetensors")));
    expected_ = nlohmann::json::parse(
        shm::read_whole_file(shared_data("golden/train_step.json")))[choice_text(GetParam())];
  }

  shm::SampleBatch batch() const {
    return {tensor("input"), tensor("alpha_gt"), tensor("trimap_labels")};
  }
  torch::Tensor tensor(const std::string& name) const {
    return shm::to_tensor(golden().tensors().at(name));
  }
  static const shm::Safetensors& golden() {
    static const auto file = shm::Safetensors::open(shared_data("golden/train_step.safetensors"));
    return file;
  }

  shm::Adam optimizer() {
    return {trained_parameters(*network_, GetParam()), shm::OptimizerKind::adam, weight_decay,
            "t_net.feature.", 1};
  }
  void backward() { loss_of(*network_, batch(), options_).total.backward(); }

  static void expect_close(double value, double expected, const std::string& name,
                           double tolerance = 1e-3) {
    EXPECT_NEAR(value, expected, tolerance * std::abs(expected) + 1e-7) << name;
  }

  /// Of every parameter that has a gradient, against those of the original.
  void expect_gradient_norms(double tolerance) const {
    const auto& norms = expected_.at("grad_norm");
    std::size_t gradients = 0;
    for (const auto& parameter : network_->named_parameters()) {
      if (!parameter.value().grad().defined()) continue;
      ++gradients;
      ASSERT_TRUE(norms.contains(parameter.key())) << parameter.key();
      expect_close(parameter.value().grad().norm().item<double>(), norms.at(parameter.key()),
                   parameter.key(), tolerance);
    }
    EXPECT_EQ(gradients, norms.size());
  }

  shm::TrainOptions options_;
  shm::MattingNet network_{nullptr};
  nlohmann::json expected_;
};

/// The original's figures come from a processor with AVX-512. With shorter vectors sums run in
/// another order, and with these random weights that moves norms as half an ulp on the input does,
/// by 0.2 % (docs/decisions.md), and turns the signs of gradients that are nearly 0.
bool sums_run_as_in_the_original() {
  return __builtin_cpu_supports("avx512f") != 0;
}

double gradient_tolerance() {
  return sums_run_as_in_the_original() ? 1e-3 : 4e-3;
}

/// Of weights that Adam, which takes its first step by signs alone, may move the other way.
double turned_share() {
  return sums_run_as_in_the_original() ? 0 : 0.01;
}

}  // namespace

TEST_P(TrainStep, GivesTheLossesOfTheOriginal) {
  const shm::LossTerms loss = shm::loss_terms(loss_of(*network_, batch(), options_).values());
  expect_close(loss.total, expected_.at("loss"), "loss");
  expect_close(loss.trimap, expected_.at("L_t"), "L_t");
  if (GetParam() == TrainPhase::pre_train_t_net) return;
  expect_close(loss.alpha, expected_.at("L_alpha"), "L_alpha");
  expect_close(loss.composition, expected_.at("L_composition"), "L_composition");
}

TEST_P(TrainStep, GivesEveryGradientOfTheOriginal) {
  backward();
  expect_gradient_norms(gradient_tolerance());
}

TEST_P(TrainStep, ChannelsLastKernelsGiveTheSameButForRounding) {
  shm::SampleBatch channels_last = batch();
  channels_last.image = channels_last.image.contiguous(torch::MemoryFormat::ChannelsLast);
  const shm::BatchLoss loss = loss_of(*network_, channels_last, options_);
  expect_close(loss.total.item<double>(), expected_.at("loss"), "loss");
  loss.total.backward();
  expect_gradient_norms(2e-2);
}

TEST_P(TrainStep, GivesTheParametersOfTheOriginalAfterAStepOfAdam) {
  shm::Adam adam = optimizer();
  backward();
  adam.step(learning_rate);
  const std::string prefix = std::string(choice_text(GetParam())) + ".after_adam.";
  std::size_t compared = 0;
  for (const auto& parameter : network_->named_parameters())
    if (golden().tensors().contains(prefix + parameter.key())) {
      ++compared;
      const torch::Tensor difference = parameter.value() - tensor(prefix + parameter.key());
      const torch::Tensor turned = (difference.abs() > 1e-5).to(torch::kDouble);
      EXPECT_LE(turned.mean().item<double>(), turned_share()) << parameter.key();
      EXPECT_LE(difference.abs().max().item<double>(), 2.1 * learning_rate) << parameter.key();
    }
  EXPECT_EQ(compared, 4U);
}

TEST_P(TrainStep, PreTrainingLeavesMNetAsItWas) {
  if (GetParam() != TrainPhase::pre_train_t_net) GTEST_SKIP() << "of the other phase";
  std::map<std::string, torch::Tensor> before;
  for (const auto& [name, value] : shm::named_state(*network_))
    before[name] = value.clone();
  shm::Adam adam = optimizer();
  for (int i = 0; i < 2; ++i) {
    adam.zero_gradients();
    backward();
    adam.step(learning_rate);
  }
  for (const auto& [name, value] : shm::named_state(*network_)) {
    if (!name.starts_with("m_net.")) continue;
    EXPECT_TRUE(torch::equal(value, before.at(name))) << name;
  }
  EXPECT_FALSE(torch::equal(shm::named_state(*network_).at("t_net.last_conv.weight"),
                            before.at("t_net.last_conv.weight")));
}

INSTANTIATE_TEST_SUITE_P(Phases, TrainStep,
                         testing::Values(TrainPhase::pre_train_t_net, TrainPhase::end_to_end),
                         [](const auto& phase) { return std::string(choice_text(phase.param)); });
