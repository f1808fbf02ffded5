// SPDX-License-Identifier: MIT
// Tensors saved and loaded, and differences named.
#include "nn/state.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <torch/torch.h>

#include "shm/error.hpp"
#include "temporary_folder.hpp"

namespace shm {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Small : torch::nn::Module {
  explicit Small(int width)
      : conv(register_module("conv", torch::nn::Conv2d(3, width, 1))),
        norm(register_module("norm", torch::nn::BatchNorm2d(4))) {}

  torch::nn::Conv2d conv;
  torch::nn::BatchNorm2d norm;
};

class State : public testing::Test {
 protected:
  Safetensors saved(const torch::nn::Module& module, torch::ScalarType dtype = torch::kFloat32) {
    save_state(module, folder_ / "state.safetensors", {{"training", "none"}}, dtype);
    return Safetensors::open(folder_ / "state.safetensors");
  }

  static std::string load_error(torch::nn::Module& module, const Safetensors& file) {
    try {
      load_state(module, file);
    } catch (const BadModel& error) {
      return error.what();
    }
    return "";
  }

  TemporaryFolder folder_;
};

TEST_F(State, ReturnsAsItWasSaved) {
  Small from(8);
  Small to(8);
  from.norm->running_mean.fill_(3);
  from.norm->num_batches_tracked.fill_(1'000'000'007);
  const auto file = saved(from);
  EXPECT_EQ(file.metadata().at("training"), "none");
  load_state(to, file);
  for (const auto& [name, tensor] : named_state(from))
    EXPECT_TRUE(torch::equal(tensor, named_state(to).at(name))) << name;
}

TEST_F(State, OfHalfPrecisionFillsAModuleOfFloats) {
  for (const auto dtype : {torch::kFloat16, torch::kBFloat16}) {
    Small from(8);
    Small to(8);
    load_state(to, saved(from, dtype));
    EXPECT_EQ(to.conv->weight.scalar_type(), torch::kFloat32);
    EXPECT_TRUE(torch::equal(to.conv->weight, from.conv->weight.to(dtype).to(torch::kFloat32)));
  }
}

TEST_F(State, OfAnotherShapeIsRefusedByName) {
  Small narrow(4);
  Small wide(8);
  const torch::Tensor before = wide.norm->weight.clone();
  narrow.norm->weight.data().fill_(7);
  EXPECT_THAT(load_error(wide, saved(narrow)),
              HasSubstr("misshapen: conv.bias: [4] instead of [8], conv.weight: [4, 3, 1, 1]"));
  EXPECT_TRUE(torch::equal(wide.norm->weight, before)) << "a refused file changed the module";
}

TEST_F(State, MissingAndUnexpectedTensorsAreNamed) {
  torch::nn::BatchNorm2d norm(4);
  Small both(8);
  EXPECT_THAT(load_error(both, saved(*norm)), HasSubstr("missing: conv.bias, conv.weight, norm."));
  const std::string error = load_error(*norm, saved(both));
  EXPECT_THAT(error, HasSubstr("state.safetensors: the tensors are not those of the network"));
  EXPECT_THAT(error, HasSubstr("unexpected: \"conv.bias\", \"conv.weight\", \"norm."));
}

TEST_F(State, SharedByNameAndShapeIsTaken) {
  Small narrow(4);
  Small wide(8);
  narrow.norm->weight.data().fill_(7);
  const auto difference = load_matching_state(wide, saved(narrow));
  EXPECT_THAT(difference.matched,
              ElementsAre("norm.bias", "norm.num_batches_tracked", "norm.running_mean",
                          "norm.running_var", "norm.weight"));
  EXPECT_EQ(difference.misshapen.size(), 2);
  EXPECT_EQ(wide.norm->weight[0].item<float>(), 7);
}

}  // namespace
}  // namespace shm
