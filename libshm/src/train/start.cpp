#include "train/start.hpp"

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

}  // namespace

TrainOptions with_starting_model(TrainOptions options) {
  const bool fresh = options.start == TrainStart::fresh;
  if (fresh && options.init.empty()) return options;
  const Safetensors file = Safetensors::open(fresh ? options.init : RunFolder(options).last());
  if (!fresh || file.metadata().contains("architecture"))
    options.model = ModelMetadata::parse(file.metadata());
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

torch::Device training_device(const std::string& name) {
  if (name == "auto") return torch::cuda::is_available() ? torch::kCUDA : torch::kCPU;
  if (name != "cpu" && !name.starts_with("cuda"))
    throw InvalidOption("device: " + name + " is not auto, cpu, cuda or cuda:N");
  const torch::Device device(name);
  if (device.is_cuda() && !torch::cuda::is_available())
    throw DeviceError("device: " + name + " is asked for, but no GPU works here; cpu does");
  return device;
}

}  // namespace shm
