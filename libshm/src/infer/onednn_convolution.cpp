#include <array>
#include <string_view>
#include <vector>

#include <ATen/ATen.h>
#include <ATen/core/dispatch/Dispatcher.h>

#include "infer/convolution.hpp"

namespace shm {

namespace {

using Scalars = c10::List<std::optional<at::Scalar>>;
using Text = std::optional<std::string_view>;

using Reorder = at::Tensor(const at::Tensor& weight, at::IntArrayRef padding,
                           at::IntArrayRef stride, at::IntArrayRef dilation, std::int64_t groups,
                           at::OptionalIntArrayRef input_size);
using Pointwise = at::Tensor(const at::Tensor& x, const at::Tensor& weight,
                             const std::optional<at::Tensor>& bias, at::IntArrayRef padding,
                             at::IntArrayRef stride, at::IntArrayRef dilation, std::int64_t groups,
                             std::string_view activation, Scalars bounds, Text algorithm);
using PointwiseBinary = at::Tensor(const at::Tensor& x, const at::Tensor& other,
                                   const at::Tensor& weight, const std::optional<at::Tensor>& bias,
                                   at::IntArrayRef padding, at::IntArrayRef stride,
                                   at::IntArrayRef dilation, std::int64_t groups,
                                   std::string_view operation, std::optional<at::Scalar> alpha,
                                   Text activation, Scalars bounds, Text algorithm);

template <typename Function>
c10::TypedOperatorHandle<Function> find_operator(const char* name, const char* overload = "") {
  return c10::Dispatcher::singleton().findSchemaOrThrow(name, overload).template typed<Function>();
}

/// The operators that torch.compile puts in place of convolutions; LibTorch has no header for them.
struct Operators {
  c10::TypedOperatorHandle<Reorder> reorder =
      find_operator<Reorder>("mkldnn::_reorder_convolution_weight");
  c10::TypedOperatorHandle<Pointwise> pointwise =
      find_operator<Pointwise>("mkldnn::_convolution_pointwise");
  c10::TypedOperatorHandle<PointwiseBinary> pointwise_binary =
      find_operator<PointwiseBinary>("mkldnn::_convolution_pointwise", "binary");
};

const Operators& operators() {
  static const Operators found;
  return found;
}

std::string_view name_of(Activation activation) {
  switch (activation) {
    case Activation::none: return "none";
    case Activation::relu: return "relu";
    case Activation::relu6: return "hardtanh";
  }
  return "none";
}

Scalars bounds_of(Activation activation) {
  Scalars bounds;
  if (activation == Activation::relu6) {
    bounds.push_back(at::Scalar(0.0));
    bounds.push_back(at::Scalar(6.0));
  }
  return bounds;
}

/// LibTorch can neither reorder a weight for one pixel nor add to it: its strides do not say which
/// layout it has.
bool is_one_pixel(const at::Tensor& x) {
  return x.size(2) == 1 && x.size(3) == 1;
}

class OnednnConvolution : public Convolution {
 public:
  OnednnConvolution(const ConvolutionSpec& spec, at::ScalarType dtype)
      : weight_(spec.weight.to(dtype)),
        bias_(spec.bias.to(dtype)),
        padding_{spec.padding, spec.padding},
        stride_{spec.stride, spec.stride},
        groups_(spec.groups),
        activation_(name_of(spec.activation)),
        bounds_(bounds_of(spec.activation)) {}

  at::Tensor operator()(const at::Tensor& x) override {
    return operators().pointwise.call(x, weight_for(x), bias_, padding_, stride_, dilation, groups_,
                                      activation_, bounds_, "");
  }

  at::Tensor plus(const at::Tensor& x, const at::Tensor& skip) override {
    if (is_one_pixel(x)) return (*this)(x).add_(skip);
    return operators().pointwise_binary.call(x, skip, weight_for(x), bias_, padding_, stride_,
                                             dilation, groups_, "add", 1.0, std::nullopt, bounds_,
                                             std::nullopt);
  }

 private:
  static constexpr std::array<std::int64_t, 2> dilation = {1, 1};

  /// The best layout depends on the size of x; in another than it expects oneDNN would reorder the
  /// weight at every call.
  const at::Tensor& weight_for(const at::Tensor& x) {
    if (is_one_pixel(x)) return weight_;
    if (x.sizes() != packed_for_) {
      packed_ = operators().reorder.call(weight_, padding_, stride_, dilation, groups_, x.sizes());
      packed_for_ = x.sizes().vec();
    }
    return packed_;
  }

  at::Tensor weight_;
  at::Tensor bias_;
  std::array<std::int64_t, 2> padding_;
  std::array<std::int64_t, 2> stride_;
  std::int64_t groups_;
  std::string_view activation_;
  Scalars bounds_;
  at::Tensor packed_;
  std::vector<std::int64_t> packed_for_;
};

}  // namespace

ConvolutionMaker onednn_convolutions(at::ScalarType dtype) {
  return [dtype](const ConvolutionSpec& spec) {
    return std::make_unique<OnednnConvolution>(spec, dtype);
  };
}

}  // namespace shm
