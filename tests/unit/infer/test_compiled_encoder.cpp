#include "infer/compiled_encoder.hpp"

#include <gtest/gtest.h>

#include <torch/torch.h>

namespace shm {
namespace {

torch::Tensor as_torch_enlarges(const torch::Tensor& x) {
  return torch::upsample_bilinear2d(x.to(at::kFloat), std::nullopt, false,
                                    std::vector<double>{2, 2});
}

TEST(Enlarge, DoublesAsTorchDoesInEveryNumberFormat) {
  torch::manual_seed(1);
  for (const auto& [height, width, channels] :
       {std::tuple(6, 8, 32), std::tuple(1, 1, 3), std::tuple(1, 5, 16), std::tuple(7, 1, 1)})
    for (const auto& [dtype, tolerance] :
         {std::pair(at::kFloat, 1e-4), std::pair(at::kBFloat16, 0.5), std::pair(at::kChar, 0.51),
          std::pair(at::kByte, 0.51)}) {
      const double least = dtype == at::kByte ? 0 : -100;
      const torch::Tensor x = torch::empty({1, channels, height, width})
                                  .uniform_(least, 100)
                                  .to(dtype)
                                  .contiguous(at::MemoryFormat::ChannelsLast);
      const torch::Tensor y = enlarge(x, 2);
      EXPECT_EQ(y.scalar_type(), dtype);
      EXPECT_TRUE(y.is_contiguous(at::MemoryFormat::ChannelsLast));
      const torch::Tensor difference = (y.to(at::kFloat) - as_torch_enlarges(x)).abs();
      EXPECT_LT(difference.max().item<double>(), tolerance) << dtype;
    }
}

}  // namespace
}  // namespace shm
