#include "infer/device.hpp"

#include <charconv>
#include <string_view>

#include <ATen/ATen.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/cpu/Utils.h>

#include "infer/prepared_convolution.hpp"
#include "shm/error.hpp"

namespace shm {

namespace {

InvalidOption unknown_device(const std::string& text) {
  return InvalidOption("device: \"" + text + "\" is not auto, cpu, cuda or cuda:N");
}

/// N of "cuda:N"; 0 for "cuda".
int gpu_index(const std::string& text) {
  constexpr std::string_view prefix = "cuda";
  if (text == prefix) return 0;
  if (!text.starts_with("cuda:")) throw unknown_device(text);
  const char* first = text.data() + prefix.size() + 1;
  const char* last = text.data() + text.size();
  unsigned char index = 0;
  const auto [end, error] = std::from_chars(first, last, index);
  if (first == last || end != last || error != std::errc() || index > 127)
    throw unknown_device(text);
  return index;
}

/// LibTorch reports the cause over several lines, stack included; the first says it.
std::string first_line(const c10::Error& error) {
  const std::string text = error.what_without_backtrace();
  return text.substr(0, text.find('\n'));
}

/// Why a GPU cannot be used; empty where it can.
std::string gpu_trouble(int index) {
  if (!at::Context::hasCUDART()) return "built without CUDA: run scripts/setup --cuda";
  const int count = at::detail::getCUDAHooks().deviceCount();
  if (count == 0) return "no NVIDIA GPU or driver found: see nvidia-smi, or use device cpu";
  if (index >= count)
    return "only " + std::to_string(count) +
           " found: use cuda:0 to cuda:" + std::to_string(count - 1);
  try {
    at::zeros({1}, at::Device(at::kCUDA, static_cast<at::DeviceIndex>(index))).item<float>();
    return "";
  } catch (const c10::Error& error) {
    return "does not work: " + first_line(error);
  }
}

/// Whether oneDNN does: it may be held to an older instruction set by ONEDNN_MAX_CPU_ISA.
bool onednn_takes_bf16() {
  const auto found =
      c10::Dispatcher::singleton().findSchema({"mkldnn::_is_mkldnn_bf16_supported", ""});
  return found.has_value() && found->typed<bool()>().call();
}

bool processor_computes_bf16() {
  const auto capabilities = at::cpu::get_cpu_capabilities();
  const auto has = [&](const char* name) {
    const auto found = capabilities.find(name);
    return found != capabilities.end() && found->second.toBool();
  };
  return (has("avx512_bf16") || has("amx_bf16")) && onednn_takes_bf16();
}

Precision gpu_precision(Precision wanted) {
  if (wanted == Precision::bf16 || wanted == Precision::int8)
    throw InvalidOption("precision: " + to_string(wanted) +
                        " is for the CPU; a GPU takes fp16 or fp32");
  return wanted == Precision::automatic ? Precision::fp16 : wanted;
}

Precision cpu_precision(Precision wanted, bool calibrated) {
  if (wanted == Precision::fp16)
    throw InvalidOption("precision: fp16 is for GPUs; the CPU takes int8, bf16 or fp32");
  if (wanted == Precision::int8 && !calibrated)
    throw InvalidOption(
        "precision: int8 needs a model that was calibrated (shm-train export --calibrate); use "
        "fp32");
  const bool bf16 = processor_computes_bf16();
  if (wanted == Precision::bf16 && !bf16)
    throw InvalidOption(
        "precision: bf16 needs AVX-512 BF16 or AMX, which this processor lacks; use fp32");
  if (wanted != Precision::automatic) return wanted;
  if (calibrated && processor_computes_int8()) return Precision::int8;
  return bf16 ? Precision::bf16 : Precision::fp32;
}

}  // namespace

DeviceChoice choose_device(const std::string& text) {
  const bool automatic = text == "auto";
  const bool only_cpu = automatic && !at::Context::hasCUDART();  // no choice, so nothing to report
  if (text == "cpu" || only_cpu) return {at::kCPU, ""};
  const int index = automatic ? 0 : gpu_index(text);
  const std::string trouble = gpu_trouble(index);
  if (trouble.empty()) return {at::Device(at::kCUDA, static_cast<at::DeviceIndex>(index)), ""};
  const std::string reason = "cuda:" + std::to_string(index) + ": " + trouble;
  if (!automatic) throw DeviceError(reason);
  return {at::kCPU, reason};
}

Precision choose_precision(Precision wanted, const at::Device& device, bool calibrated) {
  return device.is_cuda() ? gpu_precision(wanted) : cpu_precision(wanted, calibrated);
}

}  // namespace shm
