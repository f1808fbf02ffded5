// SPDX-License-Identifier: MIT
// Shared libraries that lie beside the one that this code is in, opened when they are asked for.
#pragma once

namespace shm {

/// The function `symbol` of the library `name`, or of that in the file which the environment's
/// `variable` names. Throws Error, which says why it is not to be had.
void* neighbour_symbol(const char* name, const char* variable, const char* symbol);

template <typename Function>
Function neighbour_function(const char* name, const char* variable, const char* symbol) {
  return reinterpret_cast<Function>(neighbour_symbol(name, variable, symbol));
}

}  // namespace shm
