// SPDX-License-Identifier: MIT
// A model made ready for a device and a precision.
#include "engine/engine.hpp"

#include <cmath>

#include "engine/one_open_mp_thread.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

/// oneDNN throws types of its own; past this point there is only shm::Error.
template <typename Work>
auto translating_errors(Work&& work) {
  try {
    return work();
  } catch (const Error&) {
    throw;
  } catch (const std::exception& error) {
    throw DeviceError(std::string("cpu: ") + error.what());
  }
}

Element element_of(Precision precision) {
  switch (precision) {
    case Precision::bf16: return Element::bfloat16;
    case Precision::int8: return Element::int8;
    default: return Element::float32;
  }
}

class CpuEngine : public Engine {
 public:
  CpuEngine(const Safetensors& weights, const ModelMetadata& model, Precision wanted)
      : precision_(choose_cpu_precision(wanted, !model.ranges.empty())), model_(model) {
    const OneOpenMpThread one;
    const Arithmetic arithmetic{element_of(precision_), model.ranges};
    network_ = translating_errors([&] { return make_network(model, weights, arithmetic); });
  }

  NetworkOutput run(const cv::Mat& picture) override {
    check_picture(picture, model_);
    const OneOpenMpThread one;
    return translating_errors([&] {
      NetworkOutput output = network_->run(picture, scratch());
      check_finite(output.alpha);
      return output;
    });
  }

  Precision precision() const override { return precision_; }

 private:
  Precision precision_;
  ModelMetadata model_;
  std::unique_ptr<Network> network_;
};

}  // namespace

std::unique_ptr<Engine> make_cpu_engine(const Safetensors& weights, const ModelMetadata& model,
                                        Precision precision) {
  return std::make_unique<CpuEngine>(weights, model, precision);
}

Precision choose_cpu_precision(Precision wanted, bool calibrated) {
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

void check_picture(const cv::Mat& picture, const ModelMetadata& model) {
  const int multiple = model.size_multiple;
  if (picture.rows % multiple == 0 && picture.cols % multiple == 0) return;
  throw BadInput("a picture of " + std::to_string(picture.cols) + "x" +
                 std::to_string(picture.rows) + " for a network that takes multiples of " +
                 std::to_string(multiple));
}

/// NaN or infinity anywhere shows in the sum.
void check_finite(const cv::Mat& alpha) {
  if (!std::isfinite(cv::sum(alpha)[0]))
    throw BadModel(
        "the network answered with NaN or infinity: take precision fp32, or another model");
}

}  // namespace shm
