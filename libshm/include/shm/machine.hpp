// SPDX-License-Identifier: MIT
// What this machine has: cores and vector units.
#pragma once

#include <string>

#include "shm/api.hpp"

namespace shm {

/// Cores that this process may use: its affinity mask, cut down to its container's quota.
SHM_API int usable_cores();

/// What the kernel calls the processor; "unknown" where it does not say.
SHM_API std::string processor_name();

/// What loops over pixels compute with: "plain", "avx2" or "avx512".
SHM_API const char* vector_unit_in_use();

}  // namespace shm
