// SPDX-License-Identifier: MIT
// A network's graph on oneDNN and the kernels of kernels/cpu.
#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/aligned_memory.hpp"
#include "engine/memory_plan.hpp"
#include "engine/onednn_primitive.hpp"
#include "engine/plan.hpp"
#include "engine/shared_numbers.hpp"
#include "engine/tensor.hpp"

namespace shm {

/// What sees what each layer gave.
using LayerObserver = std::function<void(const std::string& layer, std::span<const float> values)>;

/// Keeps the largest magnitudes of layers in `ranges`, which must outlive it.
LayerObserver range_observer(ActivationRanges& ranges);

/// What a network computes in.
struct Arithmetic {
  Element element = Element::float32;  ///< float32, bfloat16 or int8
  ActivationRanges ranges;             ///< of int8
};

/// Everything that can be done once is done when it is made, or when its input has a shape that it
/// did not have lately. Not for use from several threads at once.
class CompiledGraph {
 public:
  /// `in`: of the input, where it is of whole numbers. Throws BadModel where a range is missing.
  CompiledGraph(Plan plan, const Arithmetic& arithmetic, Quantisation in = {});

  /// For inputs of that shape, both sides at least 1, from now on: the bytes of memory that a run
  /// needs. Outputs are gone where it was another before.
  std::size_t prepare(const TensorShape& shape);

  /// `input`: of the shape last prepared and of input_type(). `memory`: aligned, of as many bytes
  /// as prepare() said, free again afterwards. Outputs of the run before are gone.
  void run(const void* input, std::byte* memory);

  const TensorType& input_type() const { return types_.front(); }
  const TensorType& output_type(std::size_t output) const {
    return types_.at(std::size_t(plan_.outputs.at(output)));
  }
  /// Of the last run, until the next.
  template <typename T>
  const T* output(std::size_t output) const {
    return static_cast<const T*>(at(plan_.outputs.at(output)));
  }

  /// Called with what each layer gave (float32 alone), after a sum that is part of it.
  void observe(LayerObserver observer) { observer_ = std::move(observer); }

 private:
  void find_types(const Arithmetic& arithmetic);
  TensorType result_type(const PlanStep& step, const Arithmetic& arithmetic) const;
  TensorType convolved_type(const PlanStep& step, const Arithmetic& arithmetic) const;

  /// What the shape of the input decides.
  struct Prepared {
    std::vector<TensorShape> shapes;        ///< of each value, the input among them
    std::vector<MemoryPlan::Place> places;  ///< of each value but the input
    std::size_t shared_bytes = 0;           ///< of what is no output
    AlignedMemory outputs;
    std::size_t output_bytes = 0;
    std::vector<std::unique_ptr<ConvolutionPrimitive>> convolutions;  ///< of each step, or none
  };

  Prepared prepared_for(const TensorShape& shape) const;
  void forget_old();
  TensorShape result_shape(const PlanStep& step, const std::vector<TensorShape>& shapes) const;
  void share_out_memory(Prepared& prepared) const;
  std::unique_ptr<ConvolutionPrimitive> convolution(std::size_t number,
                                                    const TensorShape& from) const;
  ConvolutionNumbers numbers_of(std::size_t number) const;

  void run(std::size_t number);
  template <typename T>
  void run_as(const PlanStep& step, Value result);

  const TensorShape& shape_of(Value value) const {
    return prepared_.front().shapes.at(std::size_t(value));
  }
  const void* at(Value value) const;
  void* result_at(Value value) const;  ///< of any but the input

  struct Learned {
    SharedNumbers weight, bias;
  };

  Plan plan_;                     ///< but for what was learned
  std::vector<Learned> learned_;  ///< of each step
  Element weight_;                ///< what weights are computed in
  std::vector<TensorType> types_;
  std::list<Prepared> prepared_;  ///< the one in use first
  const void* input_ = nullptr;
  std::byte* shared_ = nullptr;
  LayerObserver observer_;
};

}  // namespace shm
