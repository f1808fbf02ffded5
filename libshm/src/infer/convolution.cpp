#include "infer/convolution.hpp"

#include <ATen/ATen.h>

#include <algorithm>
#include <utility>

namespace shm {

namespace {

class AtenConvolution : public Convolution {
 public:
  AtenConvolution(const ConvolutionSpec& spec, const at::TensorOptions& place) : spec_(spec) {
    spec_.weight = spec.weight.to(place).contiguous(at::MemoryFormat::ChannelsLast);
    spec_.bias = spec.bias.to(place);
  }

  at::Tensor operator()(const at::Tensor& x) override {
    at::Tensor y =
        at::conv2d(x, spec_.weight, spec_.bias, spec_.stride, spec_.padding, 1, spec_.groups);
    if (spec_.answers) y = y.to(at::kFloat);
    switch (spec_.activation) {
      case Activation::none: return y;
      case Activation::relu: return y.relu_();
      case Activation::relu6: return y.clamp_(0, 6);
    }
    return y;
  }

  at::Tensor add_to(const at::Tensor& sum, const at::Tensor& x) override {
    return sum.add_((*this)(x));
  }

 private:
  ConvolutionSpec spec_;
};

class MeasuringConvolution : public Convolution {
 public:
  MeasuringConvolution(ConvolutionPtr inner, std::vector<double>& ranges)
      : inner_(std::move(inner)), ranges_(ranges), place_(ranges.size()) {
    ranges_.push_back(0);
  }

  at::Tensor operator()(const at::Tensor& x) override { return measured((*inner_)(x)); }

  at::Tensor add_to(const at::Tensor& sum, const at::Tensor& x) override {
    return measured(inner_->add_to(sum, x));
  }

 private:
  at::Tensor measured(at::Tensor y) {
    ranges_[place_] = std::max(ranges_[place_], y.abs().max().item<double>());
    return y;
  }

  ConvolutionPtr inner_;
  std::vector<double>& ranges_;
  std::size_t place_;
};

}  // namespace

at::Tensor laid_out(const at::Tensor& x, at::ScalarType dtype) {
  return x.to(x.options().dtype(dtype), false, false, at::MemoryFormat::ChannelsLast);
}

ConvolutionMaker aten_convolutions(const at::TensorOptions& place) {
  return [place](const ConvolutionSpec& spec) {
    return std::make_unique<AtenConvolution>(spec, place);
  };
}

ConvolutionMaker measuring_convolutions(ConvolutionMaker make, std::vector<double>& ranges) {
  return [make = std::move(make), &ranges](const ConvolutionSpec& spec) {
    return std::make_unique<MeasuringConvolution>(make(spec), ranges);
  };
}

ConvolutionMaker fastest_convolutions(const at::TensorOptions& place,
                                      const std::vector<double>& ranges) {
  const at::ScalarType dtype = at::typeMetaToScalarType(place.dtype());
  if (dtype == at::kChar) return int8_convolutions(ranges);
  if (place.device().is_cpu() && dtype != at::kHalf) return onednn_convolutions(dtype);
  return aten_convolutions(place);
}

}  // namespace shm
