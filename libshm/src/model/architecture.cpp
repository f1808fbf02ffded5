// SPDX-License-Identifier: MIT
// What an architecture is, once, as data: the engine makes primitives of it, training modules.
#include "model/architecture.hpp"

#include <array>

#include "model/header_json.hpp"
#include "shm/error.hpp"
#include "shm/model.hpp"

namespace shm {
namespace {

struct Known {
  std::string name;
  Architecture (*make)(int stem_stride);
};

const std::array<Known, 3>& known() {
  static const std::array<Known, 3> rows = {{
      {"shm", make_shm},
      {"shm-live", [](int) { return make_shm_live(); }},
      {"shm-live-context", [](int) { return make_shm_live_context(); }},
  }};
  return rows;
}

}  // namespace

std::vector<ConvolutionLayer> Architecture::layers() const {
  std::vector<ConvolutionLayer> all = t_net.layers();
  const std::vector<ConvolutionLayer> of_m_net = m_net.layers();
  all.insert(all.end(), of_m_net.begin(), of_m_net.end());
  return all;
}

StateShapes Architecture::state() const {
  StateShapes state;
  add_state(layers(), state);
  return state;
}

std::span<const std::string> architecture_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const Known& row : known())
      all.push_back(row.name);
    return all;
  }();
  return names;
}

Architecture make_architecture(const std::string& name, int stem_stride) {
  for (const Known& row : known())
    if (row.name == name) return row.make(stem_stride);
  throw BadModel("architecture: " + quoted(name) + " is not known to this version");
}

}  // namespace shm
