// SPDX-License-Identifier: MIT
// Flags for the width of trimaps.
#pragma once

#include <string>

#include "common/cli.hpp"
#include "shm/trimap.hpp"

namespace shm::tools {

/// The options that say how wide a trimap's unknown band is.
struct TrimapFlags {
  TrimapOptions trimap;
  std::string shape = to_string(trimap.shape);

  void add_to(CLI::App& command);
  TrimapOptions options() const;
};

}  // namespace shm::tools
