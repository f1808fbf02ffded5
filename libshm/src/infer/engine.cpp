#include "infer/engine.hpp"

#include <ATen/ATen.h>

#include "nn/shm_net.hpp"
#include "nn/state.hpp"
#include "shm/error.hpp"

namespace shm {

namespace {

at::ScalarType scalar_type(Precision precision) {
  switch (precision) {
    case Precision::bf16: return at::kBFloat16;
    case Precision::fp16: return at::kHalf;
    default: return at::kFloat;
  }
}

/// LibTorch and oneDNN throw types of their own; past this point there is only shm::Error.
template <typename Work>
auto translating_errors(const at::Device& device, Work&& work) {
  try {
    return work();
  } catch (const Error&) {
    throw;
  } catch (const c10::Error& error) {
    throw DeviceError(device.str() + ": " + error.what_without_backtrace());
  } catch (const std::exception& error) {
    throw DeviceError(device.str() + ": " + error.what());
  }
}

void check_size(const at::Tensor& input, int multiple) {
  if (input.size(2) % multiple == 0 && input.size(3) % multiple == 0) return;
  throw BadInput("a picture of " + std::to_string(input.size(3)) + "x" +
                 std::to_string(input.size(2)) + " for a network that takes multiples of " +
                 std::to_string(multiple));
}

ShmNet load_network(const Safetensors& weights, const ModelMetadata& model) {
  if (model.architecture != "shm")
    throw BadModel("architecture: \"" + model.architecture + "\" is not known to this version");
  ShmNet network(model.classes, model.stem_stride);
  load_state(*network, weights);
  network->eval();
  return network;
}

}  // namespace

struct Engine::Compiled {
  ShmNet network;
  at::Device device;
  Precision precision;
  int size_multiple;
};

Engine::Engine(const Safetensors& weights, const ModelMetadata& model, const at::Device& device,
               Precision wanted) {
  const Precision precision = choose_precision(wanted, device);
  translating_errors(device, [&] {
    ShmNet network = load_network(weights, model);
    network->to(device, scalar_type(precision));
    compiled_ =
        std::make_unique<Compiled>(Compiled{network, device, precision, model.size_multiple});
  });
}

Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

EngineResult Engine::run(const at::Tensor& input) {
  const c10::InferenceMode inference;
  check_size(input, compiled_->size_multiple);
  return translating_errors(compiled_->device, [&] {
    const at::Tensor on_device =
        input.to(at::TensorOptions(compiled_->device).dtype(scalar_type(precision())))
            .contiguous(at::MemoryFormat::ChannelsLast);
    const auto output = compiled_->network->forward(on_device);
    const at::Tensor trimap = at::softmax(output.logits.to(at::kFloat), 1);
    return EngineResult{
        trimap.to(at::kCPU).contiguous(),
        output.alpha.to(at::TensorOptions(at::kCPU).dtype(at::kFloat)).contiguous()};
  });
}

Precision Engine::precision() const {
  return compiled_->precision;
}

}  // namespace shm
