// SPDX-License-Identifier: MIT
// A network's graph as the engine runs it: sums made part of convolutions, no zero multiplied.
#include "engine/plan.hpp"

#include <map>
#include <set>
#include <utility>

#include "engine/sub_pixel.hpp"

namespace shm {
namespace {

class Planner {
 public:
  Planner(const NetworkGraph& graph, const Safetensors& file) : graph_(graph), file_(file) {}

  Plan plan() {
    for (int i = 0; i < int(graph_.steps().size()); ++i)
      take(i);
    for (const Value output : graph_.outputs())
      plan_.outputs.push_back(planned_.at(output));
    dequantise(plan_.outputs.front());
    find_last_uses();
    return std::move(plan_);
  }

 private:
  void take(int number) {
    const GraphStep& step = graph_.steps()[std::size_t(number)];
    const Value result = number + 1;
    switch (step.operation) {
      case Operation::convolution: return convolve(step, result);
      case Operation::add:
        if (planned_.contains(result)) return;  // part of a convolution
        return append(PlanStep::Kind::add, step, result);
      case Operation::enlarge: return append(PlanStep::Kind::enlarge, step, result);
      case Operation::max_pool: return append(PlanStep::Kind::max_pool, step, result);
    }
  }

  Value append(PlanStep step) {
    plan_.steps.push_back(std::move(step));
    return Value(plan_.steps.size());
  }

  void append(PlanStep::Kind kind, const GraphStep& step, Value result) {
    PlanStep planned;
    planned.kind = kind;
    planned.from = planned_.at(step.from);
    if (step.other != no_value) planned.other = planned_.at(step.other);
    planned_[result] = append(std::move(planned));
  }

  Value shuffled(Value from) {
    PlanStep shuffle;
    shuffle.kind = PlanStep::Kind::pixel_shuffle;
    shuffle.from = from;
    return append(std::move(shuffle));
  }

  void convolve(const GraphStep& step, Value result) {
    PlanStep planned;
    planned.layer = step.layer.name;
    planned.from = planned_.at(step.from);
    planned.conv = folded(step.layer, file_);
    if (step.layer.transposed) return enlarge_by_sub_pixels(std::move(planned), result);
    if (in_four_.contains(step.from)) {
      planned.conv = on_sub_pixels(planned.conv);
      planned_[result] = shuffled(append(std::move(planned)));
      return;
    }
    if (const GraphStep* sum = sum_with(result); sum != nullptr) {
      planned.other = planned_.at(sum->from == result ? sum->other : sum->from);
      planned_[result_of(*sum)] = planned_[result] = append(std::move(planned));
      return;
    }
    planned_[result] = append(std::move(planned));
  }

  void enlarge_by_sub_pixels(PlanStep planned, Value result) {
    planned.conv = sub_pixel(planned.conv);
    const Value in_four = append(std::move(planned));
    if (is_read_in_four(result)) in_four_.insert(result);
    planned_[result] = in_four_.contains(result) ? in_four : shuffled(in_four);
  }

  /// Whether the one that takes the value is a convolution that may as well read four pictures.
  bool is_read_in_four(Value value) const {
    constexpr int pictures = 4;
    const int last = graph_.last_use(value);
    if (graph_.count_uses(value) != 1 || last >= int(graph_.steps().size())) return false;
    const GraphStep& reader = graph_.steps()[std::size_t(last)];
    const ConvolutionLayer& layer = reader.layer;
    return reader.operation == Operation::convolution && !layer.transposed && layer.stride == 1 &&
           layer.groups == 1 && layer.kernel > 1 && pictures * layer.out <= layer.in;
  }

  Value result_of(const GraphStep& step) const { return Value(&step - graph_.steps().data()) + 1; }

  /// The sum that can be part of the convolution that gives `value`: it alone takes the value, and
  /// the other summand is there and of no use afterwards. No activation lies between.
  const GraphStep* sum_with(Value value) const {
    const int last = graph_.last_use(value);
    if (graph_.count_uses(value) != 1 || last >= int(graph_.steps().size())) return nullptr;
    const GraphStep& reader = graph_.steps()[std::size_t(last)];
    const GraphStep& own = graph_.steps()[std::size_t(value) - 1];
    if (reader.operation != Operation::add || own.layer.activation != Activation::none)
      return nullptr;
    const Value other = reader.from == value ? reader.other : reader.from;
    const bool is_free = other != 0 && other < value && graph_.last_use(other) == last;
    return is_free ? &reader : nullptr;
  }

  /// The convolution that the value comes from gives float32.
  void dequantise(Value value) {
    PlanStep& step = plan_.steps.at(std::size_t(value) - 1);
    if (step.kind != PlanStep::Kind::convolution) return dequantise(step.from);
    step.dequantised = true;
  }

  void find_last_uses() {
    plan_.last_uses.assign(plan_.steps.size() + 1, -1);
    for (int i = 0; i < int(plan_.steps.size()); ++i) {
      const PlanStep& step = plan_.steps[std::size_t(i)];
      plan_.last_uses[std::size_t(i) + 1] = i;
      plan_.last_uses.at(std::size_t(step.from)) = i;
      if (step.other != no_value) plan_.last_uses.at(std::size_t(step.other)) = i;
    }
    for (const Value output : plan_.outputs)
      plan_.last_uses.at(std::size_t(output)) = int(plan_.steps.size());
  }

  const NetworkGraph& graph_;
  const Safetensors& file_;
  Plan plan_;
  std::map<Value, Value> planned_{{0, 0}};  ///< the plan's values of the graph's
  std::set<Value> in_four_;                 ///< of the graph's: not put together
};

}  // namespace

Plan plan_of(const NetworkGraph& graph, const Safetensors& file) {
  return Planner(graph, file).plan();
}

}  // namespace shm
