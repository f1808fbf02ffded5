// SPDX-License-Identifier: MIT
// What a run begins with.

#include "train/start.hpp"

#include <torch/cuda.h>

#include <cstdlib>
#include <utility>

#include "model/architecture.hpp"
#include "model/device_name.hpp"
#include "nn/state.hpp"
#include "shm/error.hpp"
#include "train/checkpoint.hpp"
#include "train/run_folder.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;

std::string report(const fs::path& file, const StateDifference& difference) {
  std::string line = file.string() + ": " + std::to_string(difference.matched.size()) +
                     " tensors taken, " + std::to_string(difference.missing.size()) +
                     " of the network not in it, " + std::to_string(difference.unexpected.size()) +
                     " not in the network";
  if (!difference.misshapen.empty())
    line.append(", of another shape: ").append(difference.misshapen.front());
  return line;
}

/// A process of several on one machine takes the GPU of its number among them, as launchers say it.
torch::Device own_gpu() {
  const char* rank = std::getenv("LOCAL_RANK");
  return torch::Device(torch::kCUDA, torch::DeviceIndex(rank == nullptr ? 0 : std::atoi(rank)));
}

torch::Device named_device(const DeviceName& name) {
  switch (name.kind) {
    case DeviceName::Kind::automatic: return torch::cuda::is_available() ? own_gpu() : torch::kCPU;
    case DeviceName::Kind::gpu:
      return name.gpu ? torch::Device(torch::kCUDA, torch::DeviceIndex(*name.gpu)) : own_gpu();
    case DeviceName::Kind::cpu: break;
  }
  return torch::kCPU;
}

/// With the stride that its architecture has, whatever was wished for.
ModelMetadata with_own_stride(ModelMetadata model) {
  model.stem_stride = make_architecture(model.architecture, model.stem_stride).stem_stride;
  return model;
}

/// Input and classes of one model, architecture of the other.
ModelMetadata grown_from(ModelMetadata model, const ModelMetadata& wanted) {
  if (model.architecture == wanted.architecture) return model;
  model.architecture = wanted.architecture;
  model.stem_stride = wanted.stem_stride;
  model.size_multiple = wanted.size_multiple;
  model.ranges.clear();
  return model;
}

}  // namespace

TrainOptions with_starting_model(TrainOptions options) {
  const bool fresh = options.start == TrainStart::fresh;
  if (fresh) options.model = with_own_stride(std::move(options.model));
  if (fresh && options.init.empty()) return options;
  const Safetensors file = Safetensors::open(fresh ? options.init : RunFolder(options).last());
  if (fresh && !file.metadata().contains("architecture")) return options;
  const ModelMetadata model = ModelMetadata::parse(file.metadata());
  options.model = fresh && options.keep_architecture ? grown_from(model, options.model) : model;
  return options;
}

std::string load_start(torch::nn::Module& module, const TrainOptions& options) {
  if (options.start == TrainStart::finetuning) {
    const fs::path file = RunFolder(options).last();
    load_deployed_weights(module, Safetensors::open(file));
    return "weights of " + file.string();
  }
  if (options.start == TrainStart::resume || options.init.empty()) return {};
  return report(options.init, load_matching_state(module, Safetensors::open(options.init)));
}

torch::Device training_device(const TrainOptions& options) {
  const torch::Device device = named_device(DeviceName::parse(options.device));
  if (device.is_cuda() && !torch::cuda::is_available())
    throw DeviceError("device: " + options.device +
                      " is asked for, but no GPU works here; cpu does");
  if (device.is_cuda() && device.index() >= torch::cuda::device_count())
    throw DeviceError("device: " + device.str() + " is asked for, but the last GPU here is cuda:" +
                      std::to_string(torch::cuda::device_count() - 1));
  if (device.is_cpu() && options.precision == Precision::fp16)
    throw InvalidOption("precision: fp16 trains on a GPU alone; a CPU takes fp32 or bf16");
  return device;
}

}  // namespace shm
