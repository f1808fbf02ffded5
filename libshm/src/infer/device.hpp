#pragma once

#include <string>

#include <c10/core/Device.h>

#include "shm/matter.hpp"

namespace shm {

/// A device that works, and why it is not the first choice, where it is not.
struct DeviceChoice {
  at::Device device;
  std::string fallback;
};

/// "auto" (a GPU where one works, else the CPU), "cpu", "cuda" (the first GPU) or "cuda:N".
/// Throws InvalidOption for any other text, DeviceError with the remedy where the GPU does not
/// work.
DeviceChoice choose_device(const std::string& text);

/// What `wanted` means on `device` for a model that is `calibrated` for int8 or not; automatic is
/// the fastest that keeps the quality: fp16 on a GPU, int8 on a processor from AVX2 on, else
/// fp32; of other models bf16 on one that computes with it (AVX-512 BF16, AMX), else fp32.
/// Throws InvalidOption where the device or the model has no such arithmetic.
Precision choose_precision(Precision wanted, const at::Device& device, bool calibrated);

}  // namespace shm
