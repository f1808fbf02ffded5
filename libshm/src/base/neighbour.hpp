// SPDX-License-Identifier: MIT
// Shared libraries that lie beside the one that this code is in, opened when they are asked for.
#pragma once

#include <filesystem>

namespace shm {

struct Neighbour {
  std::filesystem::path file;
  void* handle = nullptr;  ///< null where it cannot be opened: dlerror says why

  /// Null where it has no such symbol.
  void* symbol(const char* name) const;
};

/// Opens `name`, or the file that the environment's `variable` names.
Neighbour open_neighbour(const char* name, const char* variable);

}  // namespace shm
