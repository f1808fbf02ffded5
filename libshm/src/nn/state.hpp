// SPDX-License-Identifier: MIT
// Tensors between files and modules.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <torch/nn.h>

#include "model/safetensors.hpp"
#include "model/state.hpp"

namespace shm {

/// A copy of a file's tensor, of the file's dtype.
torch::Tensor to_tensor(const TensorView& view);

/// What stands in a contiguous CPU tensor of float32, float16, bfloat16 or int64, which must
/// outlive the view.
TensorView view_of(const torch::Tensor& tensor);

/// Parameters and buffers under their names in a state dict.
std::map<std::string, torch::Tensor> named_state(const torch::nn::Module& module);

StateDifference compare_state(const torch::nn::Module& module, const Safetensors& file);

/// Fills the module's state from a file that holds exactly it; numbers are converted to the
/// module's dtype. Throws BadModel naming the tensors that are missing, unexpected or misshapen;
/// then the module is unchanged.
void load_state(torch::nn::Module& module, const Safetensors& file);

/// Fills what file and module share by name and shape, and says what that was.
StateDifference load_matching_state(torch::nn::Module& module, const Safetensors& file);

/// Writes the module's state, its floating point numbers as `dtype`. Throws WriteError.
void save_state(const torch::nn::Module& module, const std::filesystem::path& file,
                const std::map<std::string, std::string>& metadata,
                torch::ScalarType dtype = torch::kFloat32);

}  // namespace shm
