// SPDX-License-Identifier: MIT
// Batch normalisation and activation as one module, by our kernels where that is quicker.
#include "nn/batch_norm_act.hpp"

#include <ATen/Parallel.h>

#include <cmath>

#include "kernels/cpu/batch_norm.hpp"
#include "nn/kernel_tensors.hpp"

namespace shm {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

constexpr std::int64_t pixels_a_task = 512;
/// Sums are made of this many parts, whatever the number of threads, so that it does not change
/// their value.
constexpr std::int64_t parts = 32;

std::int64_t pixels_of(const Tensor& x) {
  return x.size(0) * x.size(2) * x.size(3);
}

/// 2 x channels: the sums of what `add` adds for all pixels, part by part.
template <typename Add>
Tensor sums_over(std::int64_t pixels, std::int64_t channels, const Add& add) {
  const Tensor sums = torch::zeros({parts, 2, channels}, torch::kFloat64);
  at::parallel_for(0, parts, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t part = begin; part < end; ++part)
      add(Pixels{part * pixels / parts, (part + 1) * pixels / parts},
          sums.data_ptr<double>() + part * 2 * channels);
  });
  return sums.sum(0);
}

template <typename Work>
void over_pixels(std::int64_t pixels, const Work& work) {
  at::parallel_for(0, pixels, pixels_a_task, [&](std::int64_t begin, std::int64_t end) {
    work(Pixels{begin, end});
  });
}

Tensor to_float(const Tensor& tensor) {
  return tensor.to(torch::kFloat32).contiguous();
}

/// Of each channel, in double.
struct Moments {
  Tensor mean, variance;
};

Moments moments_of(const Tensor& x) {
  const std::int64_t channels = x.size(1);
  Tensor sums;
  with_pointers({x}, [&](const auto* from) {
    sums = sums_over(pixels_of(x), channels,
                     [&](Pixels pixels, double* to) { add_moments(from, channels, pixels, to); });
  });
  const Tensor means = sums / double(pixels_of(x));
  return {means[0], (means[1] - means[0].square()).clamp_min(0)};
}

struct Scaled {
  Tensor scale, shift;  ///< float, of each channel
  float highest;

  ScaledActivation activation() const {
    return {scale.numel(), scale.data_ptr<float>(), shift.data_ptr<float>(), 0, highest};
  }
};

Tensor activated(const Tensor& x, const Scaled& scaled) {
  const Tensor y = torch::empty_like(x);
  with_pointers({x, y}, [&](const auto* from, auto* to) {
    over_pixels(pixels_of(x),
                [&](Pixels pixels) { activate(scaled.activation(), from, to, pixels); });
  });
  return y;
}

/// Input: x, weight, bias, the mean and 1 / deviation of x (double), highest.
struct ActivatedBatchNormFunction : torch::autograd::Function<ActivatedBatchNormFunction> {
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& weight,
                        const Tensor& bias, const Tensor& mean, const Tensor& inverse_deviation,
                        double highest) {
    const Tensor scale = weight.detach() * inverse_deviation;
    const Scaled scaled{to_float(scale), to_float(bias.detach() - mean * scale), float(highest)};
    context->save_for_backward({x, scaled.scale, scaled.shift, mean, inverse_deviation});
    context->saved_data["highest"] = highest;
    return activated(x, scaled);
  }

  static tensor_list backward(AutogradContext* context, tensor_list gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor& x = saved[0];
    const Scaled scaled{saved[1], saved[2], float(context->saved_data["highest"].toDouble())};
    const Tensor& mean = saved[3];
    const Tensor& inverse_deviation = saved[4];
    const Tensor y_gradient = gradients[0].contiguous(torch::MemoryFormat::ChannelsLast);

    const Tensor sums = gradient_sums(x, y_gradient, scaled);
    const Tensor bias_gradient = sums[0];
    const Tensor weight_gradient = (sums[1] - mean * sums[0]) * inverse_deviation;
    // x's gradient = scale (g - mean g - x^ mean(g x^)), x^ = (x - mean) / deviation
    const double count = double(pixels_of(x));
    const Tensor of_x = -scaled.scale * inverse_deviation * weight_gradient / count;
    const Tensor constant = -scaled.scale * bias_gradient / count - mean * of_x;
    return {x_gradient(x, y_gradient, scaled, to_float(of_x), to_float(constant)),
            to_float(weight_gradient),
            to_float(bias_gradient),
            Tensor(),
            Tensor(),
            Tensor()};
  }

  static Tensor gradient_sums(const Tensor& x, const Tensor& y_gradient, const Scaled& scaled) {
    Tensor sums;
    with_pointers({x, y_gradient}, [&](const auto* pixels_of_x, const auto* gradient) {
      sums = sums_over(pixels_of(x), x.size(1), [&](Pixels pixels, double* to) {
        add_gradient_moments(scaled.activation(), pixels_of_x, gradient, pixels, to);
      });
    });
    return sums;
  }

  static Tensor x_gradient(const Tensor& x, const Tensor& y_gradient, const Scaled& scaled,
                           const Tensor& of_x, const Tensor& constant) {
    const Tensor result = torch::empty_like(x);
    const InputGradient terms{of_x.data_ptr<float>(), constant.data_ptr<float>()};
    with_pointers({x, y_gradient, result}, [&](const auto* from, const auto* gradient, auto* to) {
      over_pixels(pixels_of(x), [&](Pixels pixels) {
        input_gradient(scaled.activation(), terms, from, gradient, to, pixels);
      });
    });
    return result;
  }
};

}  // namespace

ActivatedBatchNormImpl::ActivatedBatchNormImpl(int channels, double highest)
    : BatchNorm2dImpl(channels), highest_(highest) {}

Tensor ActivatedBatchNormImpl::forward(const Tensor& input) {
  if (trains_in_kernels(*this, input)) return fused(input);
  const Tensor x = BatchNorm2dImpl::forward(input);
  return std::isinf(highest_) ? x.relu() : x.clamp(0, highest_);
}

Tensor ActivatedBatchNormImpl::fused(const Tensor& x) {
  Moments moments;
  {
    const torch::NoGradGuard no_gradient;
    moments = moments_of(x);
    const double momentum = options.momentum().value();
    const double count = double(pixels_of(x));
    running_mean.lerp_(to_float(moments.mean), momentum);
    running_var.lerp_(to_float(moments.variance * (count / (count - 1))), momentum);
    num_batches_tracked.add_(1);
  }
  return ActivatedBatchNormFunction::apply(x, weight, bias, moments.mean,
                                           (moments.variance + options.eps()).rsqrt(), highest_);
}

}  // namespace shm
