#include "infer/engine.hpp"

#include <ATen/ATen.h>

#include <cmath>

#include "infer/compiled_encoder.hpp"
#include "infer/compiled_network.hpp"
#include "infer/one_open_mp_thread.hpp"
#include "nn/precision.hpp"
#include "shm/error.hpp"

namespace shm {

namespace {

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

std::unique_ptr<CompiledNetwork> compile(const Safetensors& weights, const ModelMetadata& model,
                                         const at::TensorOptions& place) {
  const auto convolutions = fastest_convolutions(place, model.ranges);
  if (model.architecture == "shm") return compile_shm(weights, model, convolutions, place);
  if (model.architecture == "shm-live") return compile_live(weights, model, convolutions, place);
  throw BadModel("architecture: \"" + model.architecture + "\" is not known to this version");
}

EngineResult on_cpu(const CompiledNetwork::Output& output) {
  return {output.logits.cpu(), output.alpha.contiguous().cpu()};
}

/// NaN or infinity anywhere shows in the sum.
void check_finite(const at::Tensor& alpha) {
  if (!std::isfinite(alpha.sum().item<double>()))
    throw BadModel(
        "the network answered with NaN or infinity: take precision fp32, or another model");
}

}  // namespace

at::Tensor EngineResult::trimap() const {
  const c10::InferenceMode inference;
  const double factor = double(alpha.size(2)) / double(logits.size(2));
  return at::softmax(factor == 1 ? logits : enlarge(logits, factor), 1).contiguous();
}

Engine::Engine(const Safetensors& weights, const ModelMetadata& model, const at::Device& device,
               Precision wanted)
    : device_(device),
      precision_(choose_precision(wanted, device, !model.ranges.empty())),
      size_multiple_(model.size_multiple) {
  const c10::InferenceMode inference;
  const OneOpenMpThread one;
  const auto place = at::TensorOptions(device).dtype(scalar_type(precision_));
  network_ = translating_errors(device, [&] { return compile(weights, model, place); });
}

Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

EngineResult Engine::run(const at::Tensor& input) {
  check_size(input, size_multiple_);
  if (input.sizes() != sizes_) {
    memory_.release_unused();
    sizes_ = input.sizes().vec();
  }
  const c10::InferenceMode inference;
  const FrameMemory::Use use(memory_);
  const OneOpenMpThread one;
  return translating_errors(device_, [&] {
    EngineResult result = on_cpu(network_->run(input.to(device_)));
    check_finite(result.alpha);
    return result;
  });
}

}  // namespace shm
