// SPDX-License-Identifier: MIT
// Tensors between files and modules.
#include "nn/state.hpp"

#include <cstring>

#include "shm/error.hpp"

namespace shm {

namespace {

torch::ScalarType scalar_type(DType dtype) {
  switch (dtype) {
    case DType::f32: return torch::kFloat32;
    case DType::f16: return torch::kFloat16;
    case DType::bf16: return torch::kBFloat16;
    case DType::i64: return torch::kInt64;
  }
  throw Error("a dtype that LibTorch has no name for");
}

DType dtype_of(const torch::Tensor& tensor) {
  switch (tensor.scalar_type()) {
    case torch::kFloat32: return DType::f32;
    case torch::kFloat16: return DType::f16;
    case torch::kBFloat16: return DType::bf16;
    case torch::kInt64: return DType::i64;
    default:
      throw Error(std::string("a tensor of ") + toString(tensor.scalar_type()) +
                  " cannot be written: only float32, float16, bfloat16, int64");
  }
}

void copy_matched(const StateDifference& difference, torch::nn::Module& module,
                  const Safetensors& file) {
  const torch::NoGradGuard no_grad;
  auto state = named_state(module);
  for (const auto& name : difference.matched)
    state.at(name).copy_(to_tensor(file.tensors().at(name)));
}

}  // namespace

torch::Tensor to_tensor(const TensorView& view) {
  const torch::Tensor tensor = torch::empty(view.shape, scalar_type(view.dtype));
  if (!view.bytes.empty()) std::memcpy(tensor.data_ptr(), view.bytes.data(), view.bytes.size());
  return tensor;
}

TensorView view_of(const torch::Tensor& tensor) {
  TORCH_CHECK(tensor.is_contiguous() && tensor.is_cpu(), "view_of: copy the tensor first");
  return {dtype_of(tensor),
          tensor.sizes().vec(),
          {static_cast<const std::byte*>(tensor.const_data_ptr()), tensor.nbytes()}};
}

std::map<std::string, torch::Tensor> named_state(const torch::nn::Module& module) {
  std::map<std::string, torch::Tensor> state;
  for (const auto& item : module.named_parameters())
    state.emplace(item.key(), item.value());
  for (const auto& item : module.named_buffers())
    state.emplace(item.key(), item.value());
  return state;
}

StateDifference compare_state(const torch::nn::Module& module, const Safetensors& file) {
  StateShapes shapes;
  for (const auto& [name, tensor] : named_state(module))
    shapes[name] = tensor.sizes().vec();
  return compare_state(shapes, file);
}

void load_state(torch::nn::Module& module, const Safetensors& file) {
  const StateDifference difference = compare_state(module, file);
  check_same_state(difference, file);
  copy_matched(difference, module, file);
}

StateDifference load_matching_state(torch::nn::Module& module, const Safetensors& file) {
  StateDifference difference = compare_state(module, file);
  copy_matched(difference, module, file);
  return difference;
}

void save_state(const torch::nn::Module& module, const std::filesystem::path& file,
                const std::map<std::string, std::string>& metadata, torch::ScalarType dtype) {
  auto state = named_state(module);
  std::map<std::string, TensorView> views;
  for (auto& [name, tensor] : state) {
    const auto type = tensor.is_floating_point() ? dtype : tensor.scalar_type();
    tensor = tensor.detach().to(torch::kCPU, type).contiguous();
    views.emplace(name, view_of(tensor));
  }
  write_safetensors(file, views, metadata);
}

}  // namespace shm
