// SPDX-License-Identifier: MIT
#include "infer/device.hpp"

#include <charconv>
#include <filesystem>
#include <string_view>

#include "infer/torch_library.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

constexpr int highest_gpu = 127;

/// N of "cuda:N"; 0 for "cuda"; below 0 for what is neither.
int gpu_number(std::string_view text) {
  constexpr std::string_view first = "cuda", prefix = "cuda:";
  if (text == first) return 0;
  if (!text.starts_with(prefix) || text.size() == prefix.size()) return -1;
  const char* end = text.data() + text.size();
  unsigned char number = 0;
  const auto [stopped, error] = std::from_chars(text.data() + prefix.size(), end, number);
  return stopped == end && error == std::errc() && number <= highest_gpu ? number : -1;
}

/// Whether the system has one of NVIDIA's, as far as it costs nothing to find out.
bool gpu_is_likely() {
  std::error_code none;
  return std::filesystem::exists("/dev/nvidiactl", none) ||
         std::filesystem::exists("/dev/dxg", none);
}

EngineChoice on_gpu(int gpu, const Safetensors& weights, const ModelMetadata& model,
                    Precision precision) {
  const std::string name = "cuda:" + std::to_string(gpu);
  const TorchLibrary& library = torch_library();
  const std::string trouble = library.gpu_trouble(gpu);
  if (!trouble.empty()) throw DeviceError(name + ": " + trouble);
  return {library.make_gpu_engine(weights, model, gpu, precision), name, ""};
}

EngineChoice on_cpu(const Safetensors& weights, const ModelMetadata& model, Precision precision,
                    const std::string& fallback) {
  return {make_cpu_engine(weights, model, precision), "cpu", fallback};
}

}  // namespace

DeviceName DeviceName::parse(const std::string& text) {
  if (text == "auto") return {Kind::automatic, 0};
  if (text == "cpu") return {Kind::cpu, 0};
  const int gpu = gpu_number(text);
  if (gpu < 0) throw InvalidOption("device: \"" + text + "\" is not auto, cpu, cuda or cuda:N");
  return {Kind::gpu, gpu};
}

EngineChoice make_engine(const std::string& device, const Safetensors& weights,
                         const ModelMetadata& model, Precision precision) {
  const DeviceName name = DeviceName::parse(device);
  if (name.kind == DeviceName::Kind::gpu) return on_gpu(name.gpu, weights, model, precision);
  if (name.kind == DeviceName::Kind::cpu || !gpu_is_likely())
    return on_cpu(weights, model, precision, "");
  try {
    return on_gpu(name.gpu, weights, model, precision);
  } catch (const DeviceError& error) {
    return on_cpu(weights, model, precision, error.what());
  }
}

}  // namespace shm
