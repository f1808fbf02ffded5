// SPDX-License-Identifier: MIT
// The engines and the modules that learn, held to the same numbers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <torch/torch.h>

#include "nn/matting_net.hpp"
#include "nn/picture_tensor.hpp"
#include "nn/state.hpp"
#include "noise_picture.hpp"
#include "random_weights.hpp"
#include "shm/error.hpp"
#include "torch/torch_engine.hpp"

namespace shm {
namespace {

struct Case {
  const char* name;
  const char* architecture;
  const char* classes;
  int stem_stride;
};

ModelMetadata metadata_of(const Case& wanted) {
  ModelMetadata model;
  model.architecture = wanted.architecture;
  model.classes = parse_classes(wanted.classes);
  model.stem_stride = wanted.stem_stride;
  model.size_multiple = model.least_multiple();
  return model;
}

/// What the modules say, as an engine would.
NetworkOutput module_output(MattingNet& network, const cv::Mat& picture,
                            const ModelMetadata& model) {
  const c10::InferenceMode inference;
  const auto [logits, alpha] = network->forward(as_tensor(picture, model));
  const torch::Tensor pixels = logits[0].permute({1, 2, 0}).contiguous();
  return {cv::Mat(picture.size(), CV_32FC3, pixels.data_ptr()).clone(),
          cv::Mat(picture.size(), CV_32FC1, alpha.contiguous().data_ptr()).clone()};
}

class Engines : public testing::TestWithParam<Case> {
 protected:
  Engines() {
    load_state(*network_, weights_);
    network_->eval();
  }

  void expect_all_alike(int height, int width) {
    const cv::Mat picture = noise(height, width);
    const NetworkOutput expected = module_output(network_, picture, model_);
    for (Engine* engine : {light_.get(), torch_.get()}) {
      const NetworkOutput found = engine->run(picture);
      EXPECT_LT(worst_difference(found.trimap(), expected.trimap()), 1e-4);
      EXPECT_LT(worst_difference(found.alpha, expected.alpha), 2e-4);
    }
  }

  TemporaryFolder folder_;
  const ModelMetadata model_ = metadata_of(GetParam());
  const Architecture architecture_ = make_architecture(model_.architecture, model_.stem_stride);
  const Safetensors weights_ = RandomWeights(architecture_.state()).in(folder_);
  MattingNet network_{architecture_, model_.classes};
  const std::unique_ptr<Engine> light_ = make_cpu_engine(weights_, model_, Precision::fp32);
  const std::unique_ptr<Engine> torch_ =
      make_torch_engine(weights_, model_, at::kCPU, Precision::fp32);
};

TEST_P(Engines, SayWhatTheModulesSay) {
  for (const auto& [height, width] : {std::pair(64, 96), std::pair(160, 32), std::pair(64, 96)})
    expect_all_alike(height, width);
}

TEST_P(Engines, TakeSidesThatDoNotHalveEvenly) {
  if (model_.least_multiple() != 4) GTEST_SKIP() << "this one takes multiples of 16";
  for (const auto& [height, width] : {std::pair(60, 100), std::pair(4, 68), std::pair(180, 260)})
    expect_all_alike(height, width);
}

TEST_P(Engines, AllNamesOfTheStateAreTheArchitectures) {
  StateShapes state;
  for (const auto& [name, tensor] : named_state(*network_))
    state[name] = tensor.sizes().vec();
  EXPECT_EQ(state, architecture_.state());
}

INSTANTIATE_TEST_SUITE_P(Torch, Engines,
                         testing::Values(Case{"shm", "shm", "bg,unsure,fg", 1},
                                         Case{"half_stem", "shm", "bg,fg,unsure", 2},
                                         Case{"live", "shm-live", "bg,fg,unsure", 2},
                                         Case{"context", "shm-live-context", "bg,fg,unsure", 2}),
                         [](const auto& test) { return test.param.name; });

TEST(TorchEngine, RefusesWhatTheLightOneIsFor) {
  const TemporaryFolder folder;
  const ModelMetadata model = metadata_of({"", "shm-live", "bg,unsure,fg", 2});
  const auto weights = RandomWeights(make_shm_live().state()).in(folder);
  for (const Precision precision : {Precision::int8, Precision::bf16, Precision::fp16})
    EXPECT_THROW(make_torch_engine(weights, model, at::kCPU, precision), InvalidOption);
}

TEST(TorchEngine, OnAGpuThatIsNotThereIsADeviceErrorInOneLine) {
  if (gpu_trouble(0).empty()) GTEST_SKIP() << "there is a GPU";
  const TemporaryFolder folder;
  const ModelMetadata model = metadata_of({"", "shm-live", "bg,unsure,fg", 2});
  const auto weights = RandomWeights(make_shm_live().state()).in(folder);
  const c10::Device gpu(at::kCUDA, 0);
  try {
    make_torch_engine(weights, model, gpu, Precision::automatic);
    FAIL() << "on which GPU?";
  } catch (const DeviceError& error) {
    EXPECT_THAT(error.what(), testing::StartsWith("cuda:0: "));
    EXPECT_THAT(error.what(), testing::Not(testing::HasSubstr("\n")));
  }
}

}  // namespace
}  // namespace shm
