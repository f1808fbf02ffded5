// SPDX-License-Identifier: MIT
// Whether a file holds what a network learns.
#pragma once

#include <string>
#include <vector>

#include "model/network_graph.hpp"
#include "model/safetensors.hpp"

namespace shm {

/// How the tensors of a file and the state of a network differ, by name.
struct StateDifference {
  std::vector<std::string> matched;
  std::vector<std::string> missing;     ///< the network's alone
  std::vector<std::string> unexpected;  ///< the file's alone, quoted
  std::vector<std::string> misshapen;   ///< "NAME: [3, 3] instead of [5, 5]"

  bool empty() const { return missing.empty() && unexpected.empty() && misshapen.empty(); }
};
StateDifference compare_state(const StateShapes& state, const Safetensors& file);

/// Throws BadModel naming the tensors that are missing, unexpected or misshapen.
void check_same_state(const StateDifference& difference, const Safetensors& file);

/// The numbers of a tensor of floating point as float32. Throws BadModel where the file lacks it.
std::vector<float> float_numbers(const Safetensors& file, const std::string& name);

}  // namespace shm
