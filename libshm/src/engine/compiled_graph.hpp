// SPDX-License-Identifier: MIT
// A network's graph on oneDNN and the kernels of kernels/cpu.
#pragma once

#include <functional>
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

/// Largest magnitudes that layers gave in calibration, by name.
using ActivationRanges = std::map<std::string, double>;

/// What sees what each layer gave.
using LayerObserver = std::function<void(const std::string& layer, std::span<const float> values)>;

/// Keeps the largest magnitudes of layers in `ranges`, which must outlive it.
LayerObserver range_observer(ActivationRanges& ranges);

/// What a network computes in.
struct Arithmetic {
  Element element = Element::float32;  ///< float32, bfloat16 or int8
  ActivationRanges ranges;             ///< of int8
};

/// Everything that can be done once is done when it is made, or when the shape of its input
/// changes. Not for use from several threads at once.
class CompiledGraph {
 public:
  /// `in`: of the input, where it is of whole numbers. Throws BadModel where a range is missing.
  CompiledGraph(Plan plan, const Arithmetic& arithmetic, Quantisation in = {});

  /// For inputs of that shape, both sides at least 1: the bytes of memory that a run needs. Outputs
  /// are gone where it was another before.
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

  TensorShape result_shape(const PlanStep& step) const;
  void share_out_memory();
  void prepare_convolution(std::size_t number);
  ConvolutionNumbers numbers_of(std::size_t number) const;

  void run(std::size_t number);
  template <typename T>
  void run_as(const PlanStep& step, Value result);

  const void* at(Value value) const;
  void* result_at(Value value) const;  ///< of any but the input

  struct Learned {
    SharedNumbers weight, bias;
  };

  Plan plan_;                     ///< but for what was learned
  std::vector<Learned> learned_;  ///< of each step
  Element weight_;                ///< what weights are computed in
  std::vector<TensorType> types_;
  TensorShape prepared_;  ///< the input's that all is ready for; none where that failed
  std::vector<TensorShape> shapes_;
  std::vector<MemoryPlan::Place> places_;  ///< of each value but the input
  std::size_t shared_bytes_ = 0;           ///< of what is no output
  AlignedMemory outputs_;
  std::vector<std::unique_ptr<ConvolutionPrimitive>> convolutions_;  ///< of each step, or none
  const void* input_ = nullptr;
  std::byte* shared_ = nullptr;
  LayerObserver observer_;
};

}  // namespace shm
