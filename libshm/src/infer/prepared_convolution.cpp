#include "infer/prepared_convolution.hpp"

#include <algorithm>
#include <array>

#include <oneapi/dnnl/dnnl.hpp>

namespace shm {

namespace {

using dnnl::memory;

const dnnl::engine& engine() {
  static const dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
  return cpu;
}

memory::data_type type_of(ConvolutionElement element) {
  return element == ConvolutionElement::bfloat16 ? memory::data_type::bf16 : memory::data_type::f32;
}

memory::dims weight_sizes(const ConvolutionShape& shape) {
  if (shape.groups == 1) return {shape.out, shape.in, shape.kernel, shape.kernel};
  return {shape.groups, shape.out / shape.groups, shape.in / shape.groups, shape.kernel,
          shape.kernel};
}

dnnl::primitive_attr attributes(Activation activation, bool adds) {
  dnnl::post_ops after;
  if (adds) after.append_sum();
  if (activation == Activation::relu) after.append_eltwise(1, dnnl::algorithm::eltwise_relu, 0, 0);
  if (activation == Activation::relu6) after.append_eltwise(1, dnnl::algorithm::eltwise_clip, 0, 6);
  dnnl::primitive_attr attributes;
  attributes.set_post_ops(after);
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return attributes;
}

dnnl::convolution_forward::primitive_desc describe(const ConvolutionShape& shape,
                                                   ConvolutionElement element,
                                                   Activation activation, bool adds) {
  const auto type = type_of(element);
  const auto pixels = memory::format_tag::nhwc;
  const dnnl::convolution_forward::desc convolution(
      dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct,
      {{shape.images, shape.in, shape.height, shape.width}, type, pixels},
      {weight_sizes(shape), type, memory::format_tag::any},
      {{shape.out}, memory::data_type::f32, memory::format_tag::x},
      {{shape.images, shape.out, shape.out_height(), shape.out_width()}, type, pixels},
      {shape.stride, shape.stride}, {shape.padding, shape.padding}, {shape.padding, shape.padding});
  return {convolution, attributes(activation, adds), engine()};
}

/// In the layout that the primitive asks for.
memory packed(const ConvolutionShape& shape, const memory::desc& wanted, const float* weight) {
  const auto plain = shape.groups == 1 ? memory::format_tag::oihw : memory::format_tag::goihw;
  const memory::desc given(weight_sizes(shape), memory::data_type::f32, plain);
  memory from(given, engine(), const_cast<float*>(weight));  // oneDNN knows no const
  memory to(wanted, engine());
  dnnl::stream stream(engine());
  dnnl::reorder(from, to).execute(stream, from, to);
  stream.wait();
  return to;
}

memory copied(const memory::desc& wanted, const float* values) {
  memory to(wanted, engine());
  std::copy_n(values, wanted.get_size() / sizeof(float), static_cast<float*>(to.get_data_handle()));
  return to;
}

}  // namespace

class PreparedConvolution::Primitive {
 public:
  Primitive(const ConvolutionShape& shape, const dnnl::convolution_forward::primitive_desc& wanted,
            const float* weight, const float* bias)
      : stream_(engine()),
        convolution_(wanted),
        from_(wanted.src_desc(), engine(), nullptr),
        to_(wanted.dst_desc(), engine(), nullptr),
        weight_(packed(shape, wanted.weights_desc(), weight)),
        bias_(copied(wanted.bias_desc(), bias)),
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

PreparedConvolution::PreparedConvolution(const ConvolutionShape& shape, ConvolutionElement element,
                                         Activation activation, bool adds, const float* weight,
                                         const float* bias)
    : primitive_(std::make_unique<Primitive>(shape, describe(shape, element, activation, adds),
                                             weight, bias)) {}

PreparedConvolution::~PreparedConvolution() = default;
PreparedConvolution::PreparedConvolution(PreparedConvolution&&) noexcept = default;
PreparedConvolution& PreparedConvolution::operator=(PreparedConvolution&&) noexcept = default;

void PreparedConvolution::run(const void* from, void* to) {
  primitive_->run(from, to);
}

}  // namespace shm
