// SPDX-License-Identifier: MIT
// A network as data: its operations in order, and the names and shapes of what it learns.
#include "model/network_graph.hpp"

#include <algorithm>
#include <utility>

namespace shm {

Value NetworkGraph::append(GraphStep step) {
  steps_.push_back(std::move(step));
  return Value(steps_.size());
}

Value NetworkGraph::convolution(Value from, ConvolutionLayer layer) {
  return append({Operation::convolution, from, no_value, std::move(layer)});
}

Value NetworkGraph::add(Value a, Value b) {
  return append({Operation::add, a, b, {}});
}

Value NetworkGraph::enlarge(Value from, Value no_larger_than) {
  return append({Operation::enlarge, from, no_larger_than, {}});
}

Value NetworkGraph::max_pool(Value from) {
  return append({Operation::max_pool, from, no_value, {}});
}

std::vector<ConvolutionLayer> NetworkGraph::layers() const {
  std::vector<ConvolutionLayer> layers;
  for (const GraphStep& step : steps_)
    if (step.operation == Operation::convolution) layers.push_back(step.layer);
  layers.insert(layers.end(), idle_.begin(), idle_.end());
  return layers;
}

int NetworkGraph::channels(Value value) const {
  if (value == 0) return input_channels();
  const GraphStep& step = steps_.at(std::size_t(value) - 1);
  return step.operation == Operation::convolution ? step.layer.out : channels(step.from);
}

int NetworkGraph::last_use(Value value) const {
  if (std::ranges::count(outputs_, value) > 0) return int(steps_.size());
  int last = value - 1;  // the step that gives it
  for (int i = 0; i < int(steps_.size()); ++i)
    if (steps_[std::size_t(i)].from == value || steps_[std::size_t(i)].other == value) last = i;
  return last;
}

int NetworkGraph::count_uses(Value value) const {
  auto uses = std::ranges::count(outputs_, value);
  for (const GraphStep& step : steps_)
    uses += int(step.from == value) + int(step.other == value);
  return int(uses);
}

void add_state(const std::vector<ConvolutionLayer>& layers, StateShapes& state) {
  for (const ConvolutionLayer& layer : layers) {
    const int first = layer.transposed ? layer.in : layer.out;
    const int second = layer.transposed ? layer.out : layer.in / layer.groups;
    state[layer.name + ".weight"] = {first, second, layer.kernel, layer.kernel};
    if (layer.bias) state[layer.name + ".bias"] = {layer.out};
    if (layer.norm.empty()) continue;
    for (const char* what : {".weight", ".bias", ".running_mean", ".running_var"})
      state[layer.norm + what] = {layer.out};
    state[layer.norm + ".num_batches_tracked"] = {};
  }
}

}  // namespace shm
