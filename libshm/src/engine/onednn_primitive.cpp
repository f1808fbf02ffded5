// SPDX-License-Identifier: MIT
#include "engine/onednn_primitive.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <oneapi/dnnl/dnnl.hpp>

#include "base/machine.hpp"
#include "base/parallel.hpp"
#include "engine/one_open_mp_thread.hpp"

namespace shm {

namespace {

using dnnl::memory;

const dnnl::engine& engine() {
  static const dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
  return cpu;
}

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

/// Rows of an image's result, and those that they are computed from, between rows of zeros.
struct Band {
  std::int64_t image, to, to_rows, from, from_rows, above, below;

  bool looks_like(const Band& other) const {
    return to_rows == other.to_rows && from_rows == other.from_rows && above == other.above &&
           below == other.below;
  }
};

Band band(const ConvolutionShape& shape, std::int64_t image, std::int64_t to, std::int64_t rows) {
  const std::int64_t first = to * shape.stride - shape.padding;
  const std::int64_t end = (to + rows - 1) * shape.stride - shape.padding + shape.kernel;
  const std::int64_t from = std::max<std::int64_t>(first, 0);
  const std::int64_t from_end = std::min(end, shape.height);
  return {image, to, rows, from, from_end - from, from - first, end - from_end};
}

/// Several images are bands enough; of one each core gets two, so that a thread that is held up
/// leaves its second to the others. They do not depend on the number of threads in use, which may
/// change from frame to frame.
std::vector<Band> bands_of(const ConvolutionShape& shape) {
  constexpr std::int64_t least_rows = 4, bands_a_core = 2;
  static const int cores = usable_cores();
  const std::int64_t rows = shape.out_height();
  const std::int64_t most = cores == 1 || shape.images > 1 ? 1 : bands_a_core * cores;
  const std::int64_t parts = std::clamp<std::int64_t>(rows / least_rows, 1, most);
  const std::int64_t height = (rows + parts - 1) / parts;
  std::vector<Band> bands;
  for (std::int64_t image = 0; image < shape.images; ++image)
    for (std::int64_t row = 0; row < rows; row += height)
      bands.push_back(band(shape, image, row, std::min(height, rows - row)));
  return bands;
}

dnnl::convolution_forward::primitive_desc describe(const ConvolutionShape& shape, const Band& band,
                                                   const ConvolutionNumbers& numbers,
                                                   Activation activation) {
  const auto pixels = memory::format_tag::nhwc;
  const dnnl::convolution_forward::desc convolution(
      dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct,
      {{1, shape.in, band.from_rows, shape.width}, type_of(numbers.from), pixels},
      {weight_sizes(shape), type_of(numbers.weight), memory::format_tag::any},
      {{shape.out}, memory::data_type::f32, memory::format_tag::x},
      {{1, shape.out, band.to_rows, shape.out_width()}, type_of(numbers.to), pixels},
      {shape.stride, shape.stride}, {band.above, shape.padding}, {band.below, shape.padding});
  return {convolution, attributes(numbers, activation), engine()};
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
memory packed(const ConvolutionShape& shape, const ConvolutionNumbers& numbers,
              const memory::desc& wanted, const float* weight) {
  const auto plain = shape.groups == 1 ? memory::format_tag::oihw : memory::format_tag::goihw;
  const memory::desc given(weight_sizes(shape), memory::data_type::f32, plain);
  memory from(given, engine(), const_cast<float*>(weight));  // oneDNN knows no const
  memory to(wanted, engine());
  dnnl::stream stream(engine());
  const auto attributes = divided_by(numbers.weight_scales, each_weight(shape));
  dnnl::reorder(from, to, attributes).execute(stream, from, to);
  stream.wait();
  return to;
}

/// In units of the sums of whole numbers.
memory biases(const ConvolutionNumbers& numbers, const memory::desc& wanted, const float* bias) {
  memory memory_of_them(wanted, engine());
  auto* to = static_cast<float*>(memory_of_them.get_data_handle());
  std::copy_n(bias, wanted.get_size() / sizeof(float), to);
  for (std::size_t i = 0; i < numbers.weight_scales.size(); ++i)
    to[i] /= numbers.from_scale * numbers.weight_scales[i];
  return memory_of_them;
}

/// As far as ONEDNN_MAX_CPU_ISA allows.
bool processor_has(dnnl_cpu_isa_t wanted) {
  const auto best = unsigned(dnnl::get_effective_cpu_isa());
  return (best & unsigned(wanted)) == unsigned(wanted);
}

}  // namespace

bool processor_computes_int8() {
  return processor_has(dnnl_cpu_isa_avx2);
}

bool processor_computes_bf16() {
  return processor_has(dnnl_cpu_isa_avx512_core_bf16);
}

int largest_int8_weight() {
  const bool vnni =
      processor_has(dnnl_cpu_isa_avx512_core_vnni) || processor_has(dnnl_cpu_isa_avx2_vnni);
  return vnni ? 127 : 63;
}

/// What bands that look alike share.
struct ConvolutionPrimitive::Primitive {
  Band like;
  dnnl::convolution_forward::primitive_desc description;
  dnnl::convolution_forward convolution;
  memory weight, bias;
};

/// A band with memory of its own, so that it runs beside the others.
class ConvolutionPrimitive::BandRun {
 public:
  BandRun(const Primitive& primitive, std::int64_t from, std::int64_t to)
      : from_begin_(from),
        to_begin_(to),
        stream_(engine()),
        convolution_(primitive.convolution),
        from_(primitive.description.src_desc(), engine(), nullptr),
        to_(primitive.description.dst_desc(), engine(), nullptr),
        weight_(primitive.weight),
        bias_(primitive.bias),
        scratchpad_(primitive.description.scratchpad_desc(), engine()),
        arguments_{{{DNNL_ARG_SRC, from_.get()},
                    {DNNL_ARG_WEIGHTS, weight_.get()},
                    {DNNL_ARG_BIAS, bias_.get()},
                    {DNNL_ARG_DST, to_.get()},
                    {DNNL_ARG_SCRATCHPAD, scratchpad_.get()}}} {}

  /// By the C interface: that of C++ makes a table of the arguments at each call.
  void run(const std::byte* from, std::byte* to) {
    const OneOpenMpThread one;
    from_.set_data_handle(const_cast<std::byte*>(from + from_begin_));  // oneDNN knows no const
    to_.set_data_handle(to + to_begin_);
    dnnl::error::wrap_c_api(dnnl_primitive_execute(convolution_.get(), stream_.get(),
                                                   int(arguments_.size()), arguments_.data()),
                            "oneDNN could not run a convolution");
  }

 private:
  std::int64_t from_begin_, to_begin_;  ///< bytes
  dnnl::stream stream_;
  dnnl::convolution_forward convolution_;
  memory from_, to_, weight_, bias_, scratchpad_;
  std::array<dnnl_exec_arg_t, 5> arguments_;
};

ConvolutionPrimitive::ConvolutionPrimitive(const ConvolutionShape& shape,
                                           const ConvolutionNumbers& numbers, Activation activation,
                                           const float* weight, const float* bias) {
  const OneOpenMpThread one;
  const auto make = [&](const Band& band) -> const Primitive& {
    const auto description = describe(shape, band, numbers, activation);
    const bool shared =
        !primitives_.empty() && description.weights_desc() == primitives_.front().weight.get_desc();
    return primitives_.emplace_back(Primitive{
        band, description, dnnl::convolution_forward(description),
        shared ? primitives_.front().weight
               : packed(shape, numbers, description.weights_desc(), weight),
        shared ? primitives_.front().bias : biases(numbers, description.bias_desc(), bias)});
  };
  const std::int64_t from_row = shape.width * shape.in * bytes_of(numbers.from);
  const std::int64_t to_row = shape.out_width() * shape.out * bytes_of(numbers.to);
  for (const Band& band : bands_of(shape)) {
    const auto like = std::find_if(primitives_.begin(), primitives_.end(),
                                   [&](const Primitive& p) { return p.like.looks_like(band); });
    bands_.emplace_back(like != primitives_.end() ? *like : make(band),
                        (band.image * shape.height + band.from) * from_row,
                        (band.image * shape.out_height() + band.to) * to_row);
  }
}

ConvolutionPrimitive::~ConvolutionPrimitive() = default;
ConvolutionPrimitive::ConvolutionPrimitive(ConvolutionPrimitive&&) noexcept = default;
ConvolutionPrimitive& ConvolutionPrimitive::operator=(ConvolutionPrimitive&&) noexcept = default;

void ConvolutionPrimitive::run(const void* from, void* to) {
  in_turn(std::int64_t(bands_.size()), threads_in_use(), [&](std::int64_t i) {
    bands_[std::size_t(i)].run(static_cast<const std::byte*>(from), static_cast<std::byte*>(to));
  });
}

}  // namespace shm
