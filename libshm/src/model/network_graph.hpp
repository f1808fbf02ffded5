// SPDX-License-Identifier: MIT
// A network as data: its operations in order, and the names and shapes of what it learns.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace shm {

/// What is done to a convolution's sums.
enum class Activation { none, relu, relu6 };

/// A convolution k x k, padded by k / 2, the batch normalisation that may follow it, and the
/// activation after both. Names are those of a state dict.
struct ConvolutionLayer {
  std::string name;  ///< NAME.weight and, with `bias`, NAME.bias
  std::string norm;  ///< NORM.weight, .bias, .running_mean, .running_var; empty: no normalisation
  int in = 0, out = 0, kernel = 1;
  int stride = 1, groups = 1;
  bool bias = false;
  /// Stride 2 and output padding 1: gives a picture of twice the size. Weights are in x out x k x
  /// k.
  bool transposed = false;
  Activation activation = Activation::none;
  /// A new network's normalisation multiplies by 0: a branch that is added begins as if it were not
  /// there (Goyal et al., Accurate, Large Minibatch SGD, 2017).
  bool starts_at_zero = false;
};

enum class Operation {
  convolution,
  add,      ///< of two values of one shape
  enlarge,  ///< bilinearly to twice the size, align_corners false
  max_pool  ///< 3x3, stride 2, padding 1
};

/// Number of a value: 0 is the network's input, n the result of step n - 1.
using Value = int;
constexpr Value no_value = -1;

struct GraphStep {
  Operation operation = Operation::convolution;
  Value from = 0;
  /// Of `add`: the other summand. Of `enlarge`: no further than to this one's height and width,
  /// where what was halved had an odd side; no_value: to twice the size.
  Value other = no_value;
  ConvolutionLayer layer;  ///< of `convolution`
};

/// A network N x C x H x W -> values, built step by step.
class NetworkGraph {
 public:
  Value convolution(Value from, ConvolutionLayer layer);
  Value add(Value a, Value b);
  Value enlarge(Value from, Value no_larger_than = no_value);
  Value max_pool(Value from);
  /// Values that are results of the whole.
  void give(std::vector<Value> outputs) { outputs_ = std::move(outputs); }
  /// A layer that state dicts hold and nothing uses.
  void keep_idle(ConvolutionLayer layer) { idle_.push_back(std::move(layer)); }

  const std::vector<GraphStep>& steps() const { return steps_; }
  const std::vector<Value>& outputs() const { return outputs_; }
  const std::vector<ConvolutionLayer>& idle() const { return idle_; }

  /// The layers in use, in order, then the idle ones.
  std::vector<ConvolutionLayer> layers() const;

  int input_channels() const { return steps_.front().layer.in; }
  int channels(Value value) const;
  /// The number of the last step that takes the value; past all steps where it is an output.
  int last_use(Value value) const;
  int count_uses(Value value) const;

 private:
  Value append(GraphStep step);

  std::vector<GraphStep> steps_;
  std::vector<Value> outputs_;
  std::vector<ConvolutionLayer> idle_;
};

using StateShapes = std::map<std::string, std::vector<std::int64_t>>;

/// Adds the names and shapes of what the layers learn and count, as a state dict has them.
void add_state(const std::vector<ConvolutionLayer>& layers, StateShapes& state);

}  // namespace shm
