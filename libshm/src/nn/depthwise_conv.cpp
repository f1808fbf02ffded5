// SPDX-License-Identifier: MIT
// Depthwise convolution as a module, by our kernels where that is quicker.
#include "nn/depthwise_conv.hpp"

#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>

#include "kernels/cpu/depthwise.hpp"
#include "nn/kernel_tensors.hpp"

namespace shm {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

constexpr std::int64_t rows_a_task = 4;
/// Sums of weight gradients are made of this many parts, whatever the number of threads, so that it
/// does not change their value.
constexpr std::int64_t weight_parts = 32;

Depthwise shape_of(const torch::IntArrayRef& input, std::int64_t stride) {
  return {input[0], input[2], input[3], input[1], stride};
}

Tensor channels_last(const Tensor& tensor) {
  return tensor.contiguous(torch::MemoryFormat::ChannelsLast);
}

Tensor empty_channels_last(torch::IntArrayRef sizes, const Tensor& like) {
  return torch::empty(sizes, like.options().memory_format(torch::MemoryFormat::ChannelsLast));
}

/// channels x 1 x 3 x 3 -> 10 x channels, float; the last are 0.
Tensor tap_by_tap(const Tensor& weight) {
  const Tensor taps = torch::zeros({Depthwise::places, weight.size(0)});
  taps.narrow(0, 0, 9).copy_(weight.detach().reshape({weight.size(0), 9}).t());
  return taps;
}

Tensor output_of(const Depthwise& shape, const Tensor& input, const Tensor& taps) {
  const Tensor output = empty_channels_last(
      {shape.images, shape.channels, shape.out_height(), shape.out_width()}, input);
  with_pointers({input, output}, [&](const auto* from, auto* to) {
    at::parallel_for(0, shape.output_rows(), rows_a_task,
                     [&](std::int64_t begin, std::int64_t end) {
                       depthwise(shape, from, taps.data_ptr<float>(), to, {begin, end});
                     });
  });
  return output;
}

Tensor input_gradient_of(const Depthwise& shape, const Tensor& gradient, const Tensor& taps) {
  const Tensor result =
      empty_channels_last({shape.images, shape.channels, shape.height, shape.width}, gradient);
  with_pointers({gradient, result}, [&](const auto* from, auto* to) {
    at::parallel_for(0, shape.input_rows(), rows_a_task, [&](std::int64_t begin, std::int64_t end) {
      depthwise_input_gradient(shape, from, taps.data_ptr<float>(), to, {begin, end});
    });
  });
  return result;
}

Tensor weight_gradient_of(const Depthwise& shape, const Tensor& input, const Tensor& gradient) {
  const Tensor parts = torch::zeros({weight_parts, Depthwise::places, shape.channels});
  auto* const sums = parts.data_ptr<float>();
  const std::int64_t rows = shape.output_rows();
  with_pointers({input, gradient}, [&](const auto* pixels, const auto* gradients) {
    at::parallel_for(0, weight_parts, 1, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t part = begin; part < end; ++part)
        depthwise_weight_gradient(shape, pixels, gradients,
                                  sums + part * Depthwise::places * shape.channels,
                                  {part * rows / weight_parts, (part + 1) * rows / weight_parts});
    });
  });
  return parts.sum(0).narrow(0, 0, 9).t().reshape({shape.channels, 1, 3, 3});
}

struct DepthwiseFunction : torch::autograd::Function<DepthwiseFunction> {
  static Tensor forward(AutogradContext* context, const Tensor& input, const Tensor& weight,
                        std::int64_t stride) {
    const Tensor pixels = channels_last(input);
    const Tensor taps = tap_by_tap(weight);
    context->save_for_backward({pixels, taps});
    context->saved_data["stride"] = stride;
    return output_of(shape_of(pixels.sizes(), stride), pixels, taps);
  }

  static tensor_list backward(AutogradContext* context, tensor_list gradients) {
    const auto saved = context->get_saved_variables();
    const Depthwise shape = shape_of(saved[0].sizes(), context->saved_data["stride"].toInt());
    const Tensor gradient = channels_last(gradients[0]);
    return {input_gradient_of(shape, gradient, saved[1]),
            weight_gradient_of(shape, saved[0], gradient), Tensor()};
  }
};

/// What autocast makes of a convolution's input on a CPU.
Tensor cast(const Tensor& input) {
  if (!input.is_cpu() || !at::autocast::is_autocast_enabled(at::kCPU)) return input;
  return input.to(at::autocast::get_autocast_dtype(at::kCPU));
}

}  // namespace

DepthwiseConvImpl::DepthwiseConvImpl(int channels, int stride)
    : Conv2dImpl(torch::nn::Conv2dOptions(channels, channels, 3)
                     .stride(stride)
                     .padding(1)
                     .groups(channels)
                     .bias(false)) {}

Tensor DepthwiseConvImpl::forward(const Tensor& input) {
  const Tensor pixels = cast(input);
  if (!trains_in_kernels(*this, pixels)) return Conv2dImpl::forward(input);
  return DepthwiseFunction::apply(pixels, weight, options.stride()->at(0));
}

}  // namespace shm
