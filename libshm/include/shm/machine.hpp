// SPDX-License-Identifier: MIT
// How many threads are worth having here.
#pragma once

#include "shm/api.hpp"

namespace shm {

/// Cores that this process may use: its affinity mask, cut down to its container's quota.
SHM_API int usable_cores();

}  // namespace shm
