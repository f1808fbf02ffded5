// SPDX-License-Identifier: MIT
// A convolution over a band of rows, made ready by oneDNN; equal ones stand once in a process.
#include "engine/onednn_convolution.hpp"

#include <algorithm>
#include <mutex>
#include <vector>

namespace shm {

const dnnl::engine& onednn_cpu() {
  static const dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
  return cpu;
}

namespace {

using dnnl::memory;

memory::data_type type_of(Element element) {
  switch (element) {
    case Element::float32: return memory::data_type::f32;
    case Element::bfloat16: return memory::data_type::bf16;
    case Element::int8: return memory::data_type::s8;
    case Element::uint8: return memory::data_type::u8;
  }
  return memory::data_type::undef;
}

/// oneDNN's mask of a scale for each output channel of results, and of weights.
constexpr int each_channel = 1 << 1;

int each_weight(const ConvolutionShape& shape) {
  return shape.groups == 1 ? 1 << 0 : 1 << 0 | 1 << 1;
}

memory::dims weight_sizes(const ConvolutionShape& shape) {
  if (shape.groups == 1) return {shape.out, shape.in, shape.kernel, shape.kernel};
  return {shape.groups, shape.out / shape.groups, shape.in / shape.groups, shape.kernel,
          shape.kernel};
}

/// From sums of whole numbers to the result's.
std::vector<float> result_scales(const ConvolutionNumbers& numbers) {
  std::vector<float> scales = numbers.weight_scales;
  for (float& scale : scales)
    scale *= numbers.from_scale / numbers.to_scale;
  return scales;
}

dnnl::primitive_attr attributes(const ConvolutionNumbers& numbers, Activation activation) {
  dnnl::post_ops after;
  if (numbers.adds) after.append_sum(numbers.sum_scale / numbers.to_scale, type_of(numbers.sum));
  if (activation == Activation::relu) after.append_eltwise(1, dnnl::algorithm::eltwise_relu, 0, 0);
  if (activation == Activation::relu6) after.append_eltwise(1, dnnl::algorithm::eltwise_clip, 0, 6);
  dnnl::primitive_attr attributes;
  attributes.set_post_ops(after);
  if (!numbers.weight_scales.empty())
    attributes.set_output_scales(each_channel, result_scales(numbers));
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return attributes;
}

dnnl::convolution_forward::primitive_desc describe(const Convolution& what, const BandSize& band) {
  const ConvolutionShape& shape = what.shape;
  const ConvolutionNumbers& numbers = what.numbers;
  const auto pixels = memory::format_tag::nhwc;
  const dnnl::convolution_forward::desc convolution(
      dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct,
      {{1, shape.in, band.from_rows, shape.width}, type_of(numbers.from), pixels},
      {weight_sizes(shape), type_of(numbers.weight), memory::format_tag::any},
      {{shape.out}, memory::data_type::f32, memory::format_tag::x},
      {{1, shape.out, band.to_rows, shape.out_width()}, type_of(numbers.to), pixels},
      {shape.stride, shape.stride}, {band.above, shape.padding}, {band.below, shape.padding});
  return {convolution, attributes(numbers, what.activation), onednn_cpu()};
}

dnnl::primitive_attr divided_by(const std::vector<float>& scales, int mask) {
  std::vector<float> factors = scales;
  for (float& factor : factors)
    factor = 1 / factor;
  dnnl::primitive_attr attributes;
  if (!factors.empty()) attributes.set_output_scales(mask, factors);
  return attributes;
}

/// In the layout and the numbers that the primitive asks for.
memory packed_weight(const Convolution& what, const memory::desc& wanted) {
  const ConvolutionShape& shape = what.shape;
  const auto plain = shape.groups == 1 ? memory::format_tag::oihw : memory::format_tag::goihw;
  const memory::desc given(weight_sizes(shape), memory::data_type::f32, plain);
  memory from(given, onednn_cpu(),
              const_cast<float*>(what.weight->data()));  // oneDNN knows no const
  memory to(wanted, onednn_cpu());
  dnnl::stream stream(onednn_cpu());
  const auto attributes = divided_by(what.numbers.weight_scales, each_weight(shape));
  dnnl::reorder(from, to, attributes).execute(stream, from, to);
  stream.wait();
  return to;
}

/// In units of the sums of whole numbers.
memory scaled_bias(const Convolution& what, const memory::desc& wanted) {
  const ConvolutionNumbers& numbers = what.numbers;
  memory bias(wanted, onednn_cpu());
  auto* to = static_cast<float*>(bias.get_data_handle());
  std::copy(what.bias->begin(), what.bias->end(), to);
  for (std::size_t i = 0; i < numbers.weight_scales.size(); ++i)
    to[i] /= numbers.from_scale * numbers.weight_scales[i];
  return bias;
}

class Held {
 public:
  std::shared_ptr<const BandConvolution> get(const Convolution& what, const BandSize& size) {
    const std::lock_guard lock(mutex_);
    std::erase_if(held_, [](const auto& entry) { return entry.expired(); });
    const auto same = [&](const BandConvolution& held) {
      return held.what == what && held.size == size;
    };
    if (auto held = find(same)) return held;
    auto made = make(what, size);
    held_.push_back(made);
    return made;
  }

 private:
  template <typename Condition>
  std::shared_ptr<const BandConvolution> find(const Condition& condition) const {
    for (const auto& entry : held_)
      if (auto held = entry.lock(); held && condition(*held)) return held;
    return nullptr;
  }

  /// Bands of other sizes have the same weight, where they want it laid out alike.
  std::shared_ptr<const BandConvolution> make(const Convolution& what, const BandSize& size) const {
    const auto description = describe(what, size);
    const memory::desc weights = description.weights_desc();
    const auto alike = find([&](const BandConvolution& held) {
      return held.what.weight == what.weight && held.what.bias == what.bias &&
             held.what.numbers == what.numbers && held.weight.get_desc() == weights;
    });
    return std::make_shared<const BandConvolution>(
        BandConvolution{what, size, description, dnnl::convolution_forward(description),
                        alike ? alike->weight : packed_weight(what, weights),
                        alike ? alike->bias : scaled_bias(what, description.bias_desc())});
  }

  std::mutex mutex_;
  std::vector<std::weak_ptr<const BandConvolution>> held_;
};

}  // namespace

std::shared_ptr<const BandConvolution> band_convolution(const Convolution& what,
                                                        const BandSize& size) {
  static Held held;
  return held.get(what, size);
}

}  // namespace shm
