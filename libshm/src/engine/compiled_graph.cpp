// SPDX-License-Identifier: MIT
// A network's graph on oneDNN and the kernels of kernels/cpu.
#include "engine/compiled_graph.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <type_traits>
#include <utility>

#include "base/parallel.hpp"
#include "kernels/cpu/add.hpp"
#include "kernels/cpu/enlarge.hpp"
#include "kernels/cpu/max_pool.hpp"
#include "kernels/cpu/pixel_shuffle.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

/// Shapes that all stays ready for, and what they may hold for that: a video's frames and parts.
constexpr std::size_t most_shapes = 4;
constexpr std::size_t most_output_bytes = std::size_t(16) << 20;

Element quantised_element(const Quantisation& quantisation) {
  return quantisation.is_signed ? Element::int8 : Element::uint8;
}

/// So that each channel's largest weight is the largest there is.
std::vector<float> weight_scales(const std::vector<float>& weights, int channels) {
  constexpr float least = 1e-12F;
  std::vector<float> scales(static_cast<std::size_t>(channels));
  const std::size_t taps = weights.size() / scales.size();
  for (std::size_t c = 0; c < scales.size(); ++c) {
    float largest = 0;
    for (std::size_t i = 0; i < taps; ++i)
      largest = std::max(largest, std::abs(weights[c * taps + i]));
    scales[c] = std::max(largest / float(largest_int8_weight()), least);
  }
  return scales;
}

/// Calls kernel(from, size, to, rows) for ranges of rows, `rows` in all, of each picture.
template <typename T, typename Kernel>
void over_pictures(const TensorShape& shape, const T* from, const TensorShape& result, T* to,
                   std::int64_t rows, const Kernel& kernel) {
  const PixelRows size{shape.height, shape.width, shape.channels};
  for (std::int64_t i = 0; i < shape.images; ++i)
    parallel_rows(rows, [&](Rows some) {
      kernel(from + i * (shape.count() / shape.images), size,
             to + i * (result.count() / result.images), some);
    });
}

/// Whole numbers are added by convolutions alone.
template <typename T>
void add_rows(const TensorShape& shape, const T* a, const T* b, T* sum) {
  if constexpr (std::is_same_v<T, float> || std::is_same_v<T, Bf16>) {
    const std::int64_t row = shape.width * shape.channels;
    parallel_rows(shape.images * shape.height, [&](Rows rows) {
      const std::int64_t begin = rows.begin * row;
      add(a + begin, b + begin, sum + begin, (rows.end - rows.begin) * row);
    });
  }
}

}  // namespace

LayerObserver range_observer(ActivationRanges& ranges) {
  return [&ranges](const std::string& layer, std::span<const float> values) {
    double& range = ranges[layer];
    for (const float value : values)
      range = std::max(range, double(std::abs(value)));
  };
}

CompiledGraph::CompiledGraph(Plan plan, const Arithmetic& arithmetic, Quantisation in)
    : plan_(std::move(plan)), weight_(arithmetic.element) {
  for (PlanStep& step : plan_.steps)
    learned_.push_back(
        {share(std::exchange(step.conv.weight, {})), share(std::exchange(step.conv.bias, {}))});
  types_.push_back({arithmetic.element, in});
  find_types(arithmetic);
}

void CompiledGraph::find_types(const Arithmetic& arithmetic) {
  for (const PlanStep& step : plan_.steps)
    types_.push_back(result_type(step, arithmetic));
}

TensorType CompiledGraph::result_type(const PlanStep& step, const Arithmetic& arithmetic) const {
  if (step.kind == PlanStep::Kind::convolution) return convolved_type(step, arithmetic);
  if (step.kind == PlanStep::Kind::add && arithmetic.element == Element::int8)
    throw BadModel("int8: this architecture has a sum that is part of no convolution");
  return types_.at(std::size_t(step.from));
}

TensorType CompiledGraph::convolved_type(const PlanStep& step, const Arithmetic& arithmetic) const {
  if (step.dequantised) return {Element::float32, {}};
  if (arithmetic.element != Element::int8) return {arithmetic.element, {}};
  const Quantisation quantisation = quantised_to(float(range_of(step.layer, arithmetic.ranges)),
                                                 step.conv.activation == Activation::none);
  return {quantised_element(quantisation), quantisation};
}

void CompiledGraph::run(const void* input, std::byte* memory) {
  input_ = input;
  shared_ = memory;
  for (std::size_t i = 0; i < plan_.steps.size(); ++i)
    run(i);
}

std::size_t CompiledGraph::prepare(const TensorShape& shape) {
  const auto found = std::find_if(prepared_.begin(), prepared_.end(),
                                  [&](const auto& one) { return one.shapes.front() == shape; });
  if (found == prepared_.end()) {
    prepared_.push_front(prepared_for(shape));
    forget_old();
  } else {
    prepared_.splice(prepared_.begin(), prepared_, found);
  }
  return prepared_.front().shared_bytes;
}

CompiledGraph::Prepared CompiledGraph::prepared_for(const TensorShape& shape) const {
  Prepared prepared;
  prepared.shapes = {shape};
  for (const PlanStep& step : plan_.steps)
    prepared.shapes.push_back(result_shape(step, prepared.shapes));
  share_out_memory(prepared);
  prepared.convolutions.resize(plan_.steps.size());
  for (std::size_t i = 0; i < plan_.steps.size(); ++i)
    if (plan_.steps[i].kind == PlanStep::Kind::convolution)
      prepared.convolutions[i] =
          convolution(i, prepared.shapes.at(std::size_t(plan_.steps[i].from)));
  return prepared;
}

void CompiledGraph::forget_old() {
  std::size_t bytes = 0, kept = 0;
  std::erase_if(prepared_, [&](const Prepared& one) {
    bytes += one.output_bytes;
    return ++kept > 1 && (kept > most_shapes || bytes > most_output_bytes);
  });
}

TensorShape CompiledGraph::result_shape(const PlanStep& step,
                                        const std::vector<TensorShape>& shapes) const {
  const TensorShape& from = shapes.at(std::size_t(step.from));
  switch (step.kind) {
    case PlanStep::Kind::convolution: {
      const ConvolutionShape shape(step.conv, from);
      return {from.images, shape.out_height(), shape.out_width(), shape.out};
    }
    case PlanStep::Kind::max_pool:
      return {from.images, pooled_side(from.height), pooled_side(from.width), from.channels};
    case PlanStep::Kind::pixel_shuffle:
      return {from.images, 2 * from.height, 2 * from.width, from.channels / 4};
    case PlanStep::Kind::enlarge: {
      if (step.other == no_value)
        return {from.images, 2 * from.height, 2 * from.width, from.channels};
      const TensorShape& like = shapes.at(std::size_t(step.other));
      return {from.images, like.height, like.width, from.channels};
    }
    case PlanStep::Kind::add: break;
  }
  return from;
}

void CompiledGraph::share_out_memory(Prepared& prepared) const {
  std::vector<std::size_t> sizes;
  for (std::size_t i = 1; i < prepared.shapes.size(); ++i)
    sizes.push_back(std::size_t(prepared.shapes[i].count() * bytes_of(types_[i].element)));
  const MemoryPlan memory(plan_, sizes);
  prepared.places = memory.places();
  prepared.shared_bytes = memory.shared_bytes();
  prepared.output_bytes = memory.kept_bytes();
  prepared.outputs = AlignedMemory(prepared.output_bytes);
}

ConvolutionNumbers CompiledGraph::numbers_of(std::size_t number) const {
  const PlanStep& step = plan_.steps[number];
  const std::size_t result = number + 1;
  const TensorType& from = types_.at(std::size_t(step.from));
  const TensorType& to = types_.at(result);
  ConvolutionNumbers numbers{from.element, weight_, to.element, from.quantisation.scale,
                             to.quantisation.scale};
  if (weight_ == Element::int8)
    numbers.weight_scales = weight_scales(*learned_[number].weight, step.conv.out);
  if (step.other == no_value) return numbers;
  const TensorType& sum = types_.at(std::size_t(step.other));
  numbers.adds = true;
  numbers.sum = sum.element;
  numbers.sum_scale = sum.quantisation.scale;
  return numbers;
}

std::unique_ptr<ConvolutionPrimitive> CompiledGraph::convolution(std::size_t number,
                                                                 const TensorShape& from) const {
  const PlanStep& step = plan_.steps[number];
  const ConvolutionNumbers numbers = numbers_of(number);
  // Numbers of 0..255 end where an activation would cut them off.
  const Activation activation =
      numbers.to == Element::uint8 ? Activation::none : step.conv.activation;
  return std::make_unique<ConvolutionPrimitive>(
      Convolution{ConvolutionShape(step.conv, from), numbers, activation, learned_[number].weight,
                  learned_[number].bias});
}

void CompiledGraph::run(std::size_t number) {
  const PlanStep& step = plan_.steps[number];
  const Value result = Value(number) + 1;
  if (step.kind == PlanStep::Kind::convolution) {
    prepared_.front().convolutions[number]->run(at(step.from), result_at(result));
    if (observer_)
      observer_(step.layer,
                {static_cast<const float*>(at(result)), std::size_t(shape_of(result).count())});
    return;
  }
  switch (types_[std::size_t(result)].element) {
    case Element::float32: return run_as<float>(step, result);
    case Element::bfloat16: return run_as<Bf16>(step, result);
    case Element::int8: return run_as<std::int8_t>(step, result);
    case Element::uint8: return run_as<std::uint8_t>(step, result);
  }
}

template <typename T>
void CompiledGraph::run_as(const PlanStep& step, Value result) {
  const TensorShape& shape = shape_of(step.from);
  const TensorShape& to_shape = shape_of(result);
  const auto* from = static_cast<const T*>(at(step.from));
  auto* to = static_cast<T*>(result_at(result));
  switch (step.kind) {
    case PlanStep::Kind::enlarge:
      return over_pictures(shape, from, to_shape, to, to_shape.height,
                           [&](const T* small, const PixelRows& size, T* large, Rows rows) {
                             enlarge(small, size, large, to_shape.width, rows);
                           });
    case PlanStep::Kind::max_pool:
      return over_pictures(shape, from, to_shape, to, to_shape.height,
                           [](auto... arguments) { max_pool(arguments...); });
    case PlanStep::Kind::pixel_shuffle:
      return over_pictures(shape, from, to_shape, to, shape.height,
                           [](auto... arguments) { pixel_shuffle(arguments...); });
    case PlanStep::Kind::add:
      return add_rows(shape, from, static_cast<const T*>(at(step.other)), to);
    case PlanStep::Kind::convolution: return;
  }
}

const void* CompiledGraph::at(Value value) const {
  return value == 0 ? input_ : result_at(value);
}

void* CompiledGraph::result_at(Value value) const {
  const Prepared& prepared = prepared_.front();
  const auto [kept, begin] = prepared.places.at(std::size_t(value) - 1);
  return (kept ? prepared.outputs.as<std::byte>() : shared_) + begin;
}

}  // namespace shm
