// SPDX-License-Identifier: MIT
// Which device a model is worked on.
#pragma once

#include <memory>
#include <string>

#include "engine/engine.hpp"

namespace shm {

/// An engine on a device that works, and why it is not the first choice, where it is not.
struct EngineChoice {
  std::unique_ptr<Engine> engine;
  std::string device;  ///< "cpu", "cuda:0"
  std::string fallback;
};

/// `device`: as DeviceName has it. Throws InvalidOption for a device or precision that there is
/// not, DeviceError with the remedy where the GPU that is asked for does not work, and as
/// make_cpu_engine.
EngineChoice make_engine(const std::string& device, const Safetensors& weights,
                         const ModelMetadata& model, Precision precision);

}  // namespace shm
