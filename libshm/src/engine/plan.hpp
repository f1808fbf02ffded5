// SPDX-License-Identifier: MIT
// A network's graph as the engine runs it: sums made part of convolutions, no zero multiplied.
#pragma once

#include <string>
#include <vector>

#include "engine/folding.hpp"
#include "model/network_graph.hpp"
#include "model/safetensors.hpp"

namespace shm {

struct PlanStep {
  enum class Kind { convolution, add, enlarge, max_pool, pixel_shuffle };

  Kind kind = Kind::convolution;
  Value from = 0;
  /// Of `add`: the other summand. Of `convolution`: what the result is added to, in its place, or
  /// no_value. Of `enlarge`: as GraphStep has it.
  Value other = no_value;
  FoldedConvolution conv;  ///< of `convolution`
  std::string layer;       ///< of `convolution`: its name
  bool dequantised =
      false;  ///< of `convolution`: the result is float32, whatever it is computed in
};

/// Values are numbered as in NetworkGraph: 0 is the input, n the result of step n - 1.
struct Plan {
  std::vector<PlanStep> steps;
  std::vector<Value> outputs;
  std::vector<int> last_uses;  ///< of each value: a step's number; past all of them for outputs
};

/// Output 0 of the graph comes as float32. The file must hold the graph's state.
Plan plan_of(const NetworkGraph& graph, const Safetensors& file);

}  // namespace shm
