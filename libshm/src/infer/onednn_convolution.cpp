#include <optional>
#include <utility>
#include <vector>

#include <ATen/ATen.h>

#include "infer/convolution.hpp"
#include "infer/prepared_convolution.hpp"
#include "shm/error.hpp"

namespace shm {

namespace {

constexpr double least_range = 1e-6;  // of a result that is always 0

ConvolutionElement element_of(at::ScalarType dtype) {
  switch (dtype) {
    case at::kBFloat16: return ConvolutionElement::bfloat16;
    case at::kChar: return ConvolutionElement::int8;
    case at::kByte: return ConvolutionElement::uint8;
    default: return ConvolutionElement::float32;
  }
}

at::ScalarType int8_dtype(Levels levels) {
  return levels.is_signed ? at::kChar : at::kByte;
}

/// Dtypes of pixels on their way in and out and of what they are added to, and of the weight.
struct Dtypes {
  at::ScalarType in, weight, out, sum;
};

Dtypes floating(const ConvolutionSpec& spec, at::ScalarType dtype) {
  return {dtype, dtype, spec.answers ? at::kFloat : dtype, dtype};
}

Dtypes int8(const ConvolutionSpec& spec, Levels out) {
  return {int8_dtype(spec.in), at::kChar, spec.answers ? at::kFloat : int8_dtype(out),
          int8_dtype(spec.sum)};
}

ConvolutionShape shape_of(const ConvolutionSpec& spec, at::IntArrayRef x) {
  return {x[0],        x[1],         x[2],       x[3], spec.weight.size(0), spec.weight.size(2),
          spec.stride, spec.padding, spec.groups};
}

/// So that each channel's largest weight is the largest there is.
std::vector<float> weight_steps(const at::Tensor& weight) {
  const at::Tensor steps =
      (weight.flatten(1).abs().amax(1) / largest_int8_weight()).clamp_min(1e-12).contiguous();
  return {steps.const_data_ptr<float>(), steps.const_data_ptr<float>() + steps.numel()};
}

class OnednnConvolution : public Convolution {
 public:
  OnednnConvolution(const ConvolutionSpec& spec, const Dtypes& dtypes, Levels out)
      : spec_(spec), dtypes_(dtypes), out_(out) {
    spec_.weight = spec.weight.to(at::kFloat).contiguous();
    spec_.bias = spec.bias.to(at::kFloat).contiguous();
    numbers_ = {element_of(dtypes.in),
                element_of(dtypes.weight),
                element_of(dtypes.out),
                spec.in.step,
                out.step,
                {},
                element_of(dtypes.sum),
                spec.sum.step};
    if (dtypes.weight == at::kChar) numbers_.weight_steps = weight_steps(spec_.weight);
  }

  at::Tensor operator()(const at::Tensor& x) override {
    PreparedConvolution& convolution = prepared(x, false);
    at::Tensor y = at::empty({shape_.images, shape_.out, shape_.out_height(), shape_.out_width()},
                             at::TensorOptions(dtypes_.out), at::MemoryFormat::ChannelsLast);
    convolution.run(x.const_data_ptr(), y.data_ptr());
    return y;
  }

  at::Tensor add_to(const at::Tensor& sum, const at::Tensor& x) override {
    prepared(x, true).run(x.const_data_ptr(), sum.data_ptr());
    return dtypes_.sum == dtypes_.out ? sum : sum.view(dtypes_.out);
  }

  Levels levels() const override { return out_; }

 private:
  PreparedConvolution& prepared(const at::Tensor& x, bool adds) {
    TORCH_CHECK(x.is_contiguous(at::MemoryFormat::ChannelsLast) && x.scalar_type() == dtypes_.in,
                "pixels must hold their channels together, in the dtype computed in");
    if (x.sizes() != prepared_for_) {
      shape_ = shape_of(spec_, x.sizes());
      prepared_.emplace(shape_, numbers_, activation(), adds, spec_.weight.const_data_ptr<float>(),
                        spec_.bias.const_data_ptr<float>());
      prepared_for_ = x.sizes().vec();
    }
    return *prepared_;
  }

  /// Numbers of 0..255 end where an activation would cut them off.
  Activation activation() const {
    return dtypes_.out == at::kByte ? Activation::none : spec_.activation;
  }

  ConvolutionSpec spec_;
  Dtypes dtypes_;
  Levels out_;
  ConvolutionNumbers numbers_;
  ConvolutionShape shape_ = {};
  std::optional<PreparedConvolution> prepared_;
  std::vector<std::int64_t> prepared_for_;
};

/// relu6 ends at 6 wherever the range was measured to end.
Levels int8_levels(const ConvolutionSpec& spec, double range) {
  if (spec.answers) return {};
  return levels_to(float(std::max(range, least_range)), spec.activation == Activation::none);
}

}  // namespace

ConvolutionMaker onednn_convolutions(at::ScalarType dtype) {
  return [dtype](const ConvolutionSpec& spec) {
    return std::make_unique<OnednnConvolution>(spec, floating(spec, dtype), Levels());
  };
}

ConvolutionMaker int8_convolutions(std::vector<double> ranges) {
  return [ranges = std::move(ranges), next = std::size_t(0)](const ConvolutionSpec& spec) mutable {
    if (next == ranges.size())
      throw BadModel("ranges: " + std::to_string(next) + " are fewer than the network has layers");
    const Levels out = int8_levels(spec, ranges[next++]);
    return std::make_unique<OnednnConvolution>(spec, int8(spec, out), out);
  };
}

}  // namespace shm
