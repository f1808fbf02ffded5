#include "infer/prepared_convolution.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <oneapi/dnnl/dnnl.hpp>

namespace shm {

namespace {

using dnnl::memory;

const dnnl::engine& engine() {
  static const dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
  return cpu;
}

memory::data_type type_of(ConvolutionElement element) {
  switch (element) {
    case ConvolutionElement::float32: return memory::data_type::f32;
    case ConvolutionElement::bfloat16: return memory::data_type::bf16;
    case ConvolutionElement::int8: return memory::data_type::s8;
    case ConvolutionElement::uint8: return memory::data_type::u8;
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
  std::vector<float> scales = numbers.weight_steps;
  for (float& scale : scales)
    scale *= numbers.from_step / numbers.to_step;
  return scales;
}

dnnl::primitive_attr attributes(const ConvolutionNumbers& numbers, Activation activation,
                                bool adds) {
  dnnl::post_ops after;
  if (adds) after.append_sum(numbers.sum_step / numbers.to_step, type_of(numbers.sum));
  if (activation == Activation::relu) after.append_eltwise(1, dnnl::algorithm::eltwise_relu, 0, 0);
  if (activation == Activation::relu6) after.append_eltwise(1, dnnl::algorithm::eltwise_clip, 0, 6);
  dnnl::primitive_attr attributes;
  attributes.set_post_ops(after);
  if (!numbers.weight_steps.empty())
    attributes.set_output_scales(each_channel, result_scales(numbers));
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return attributes;
}

dnnl::convolution_forward::primitive_desc describe(const ConvolutionShape& shape,
                                                   const ConvolutionNumbers& numbers,
                                                   Activation activation, bool adds) {
  const auto pixels = memory::format_tag::nhwc;
  const dnnl::convolution_forward::desc convolution(
      dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct,
      {{shape.images, shape.in, shape.height, shape.width}, type_of(numbers.from), pixels},
      {weight_sizes(shape), type_of(numbers.weight), memory::format_tag::any},
      {{shape.out}, memory::data_type::f32, memory::format_tag::x},
      {{shape.images, shape.out, shape.out_height(), shape.out_width()},
       type_of(numbers.to),
       pixels},
      {shape.stride, shape.stride}, {shape.padding, shape.padding}, {shape.padding, shape.padding});
  return {convolution, attributes(numbers, activation, adds), engine()};
}

dnnl::primitive_attr divided_by(const std::vector<float>& steps, int mask) {
  std::vector<float> factors = steps;
  for (float& factor : factors)
    factor = 1 / factor;
  dnnl::primitive_attr attributes;
  if (!factors.empty()) attributes.set_output_scales(mask, factors);
  return attributes;
}

/// In the layout and the numbers that the primitive asks for.
memory packed(const ConvolutionShape& shape, const ConvolutionNumbers& numbers,
              const memory::desc& wanted, const float* weight) {
  const auto plain = shape.groups == 1 ? memory::format_tag::oihw : memory::format_tag::goihw;
  const memory::desc given(weight_sizes(shape), memory::data_type::f32, plain);
  memory from(given, engine(), const_cast<float*>(weight));  // oneDNN knows no const
  memory to(wanted, engine());
  dnnl::stream stream(engine());
  const auto attributes = divided_by(numbers.weight_steps, each_weight(shape));
  dnnl::reorder(from, to, attributes).execute(stream, from, to);
  stream.wait();
  return to;
}

/// In units of the sums of whole numbers.
memory biases(const ConvolutionNumbers& numbers, const memory::desc& wanted, const float* bias) {
  memory memory_of_them(wanted, engine());
  auto* to = static_cast<float*>(memory_of_them.get_data_handle());
  std::copy_n(bias, wanted.get_size() / sizeof(float), to);
  for (std::size_t i = 0; i < numbers.weight_steps.size(); ++i)
    to[i] /= numbers.from_step * numbers.weight_steps[i];
  return memory_of_them;
}

}  // namespace

bool processor_computes_int8() {
  const auto best = unsigned(dnnl::get_effective_cpu_isa());
  return (best & dnnl_cpu_isa_avx2) == dnnl_cpu_isa_avx2;
}

class PreparedConvolution::Primitive {
 public:
  Primitive(const ConvolutionShape& shape, const ConvolutionNumbers& numbers,
            const dnnl::convolution_forward::primitive_desc& wanted, const float* weight,
            const float* bias)
      : stream_(engine()),
        convolution_(wanted),
        from_(wanted.src_desc(), engine(), nullptr),
        to_(wanted.dst_desc(), engine(), nullptr),
        weight_(packed(shape, numbers, wanted.weights_desc(), weight)),
        bias_(biases(numbers, wanted.bias_desc(), bias)),
        scratchpad_(wanted.scratchpad_desc(), engine()),
        arguments_{{{DNNL_ARG_SRC, from_.get()},
                    {DNNL_ARG_WEIGHTS, weight_.get()},
                    {DNNL_ARG_BIAS, bias_.get()},
                    {DNNL_ARG_DST, to_.get()},
                    {DNNL_ARG_SCRATCHPAD, scratchpad_.get()}}} {}

  /// By the C interface: that of C++ makes a table of the arguments at each call.
  void run(const void* from, void* to) {
    from_.set_data_handle(const_cast<void*>(from));
    to_.set_data_handle(to);
    dnnl::error::wrap_c_api(dnnl_primitive_execute(convolution_.get(), stream_.get(),
                                                   int(arguments_.size()), arguments_.data()),
                            "oneDNN could not run a convolution");
  }

 private:
  dnnl::stream stream_;
  dnnl::convolution_forward convolution_;
  memory from_, to_, weight_, bias_, scratchpad_;
  std::array<dnnl_exec_arg_t, 5> arguments_;
};

PreparedConvolution::PreparedConvolution(const ConvolutionShape& shape,
                                         const ConvolutionNumbers& numbers, Activation activation,
                                         bool adds, const float* weight, const float* bias)
    : primitive_(std::make_unique<Primitive>(
          shape, numbers, describe(shape, numbers, activation, adds), weight, bias)) {}

PreparedConvolution::~PreparedConvolution() = default;
PreparedConvolution::PreparedConvolution(PreparedConvolution&&) noexcept = default;
PreparedConvolution& PreparedConvolution::operator=(PreparedConvolution&&) noexcept = default;

void PreparedConvolution::run(const void* from, void* to) {
  primitive_->run(from, to);
}

}  // namespace shm
