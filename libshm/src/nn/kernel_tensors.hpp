// SPDX-License-Identifier: MIT
// Whether tensors suit our kernels, and their elements as these take them.
#pragma once

#include <ATen/Parallel.h>
#include <torch/nn.h>

#include <type_traits>
#include <utility>

#include "kernels/cpu/bf16.hpp"

#ifndef INTRA_OP_PARALLEL
#error "at::parallel_for runs in one thread here: compile with OpenMP"
#endif

namespace shm {

/// Whether a module that trains may take the kernels of kernels/cpu for this input: channels-last,
/// float or bfloat16, on the CPU.
inline bool trains_in_kernels(const torch::nn::Module& module, const torch::Tensor& input) {
  return module.is_training() && torch::GradMode::is_enabled() && input.is_cpu() &&
         input.suggest_memory_format() == torch::MemoryFormat::ChannelsLast &&
         (input.scalar_type() == torch::kFloat32 || input.scalar_type() == torch::kBFloat16);
}

/// Calls `work` with pointers to the tensors' elements, of the type that all of them have: float or
/// Bf16.
template <std::size_t count, typename Work>
void with_pointers(const torch::Tensor (&tensors)[count], const Work& work) {
  const auto pass = [&]<typename Element, std::size_t... places>(std::type_identity<Element>,
                                                                 std::index_sequence<places...>) {
    work(static_cast<Element*>(tensors[places].data_ptr())...);
  };
  constexpr std::make_index_sequence<count> all;
  if (tensors[0].scalar_type() == torch::kFloat32)
    pass(std::type_identity<float>(), all);
  else
    pass(std::type_identity<Bf16>(), all);
}

}  // namespace shm
