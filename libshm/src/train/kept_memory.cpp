// SPDX-License-Identifier: MIT
// Keeps memory between steps.

#include "train/kept_memory.hpp"

#include <malloc.h>

namespace shm {

void keep_memory() {
  ::mallopt(M_MMAP_MAX, 0);
  ::mallopt(M_TRIM_THRESHOLD, -1);
}

}  // namespace shm
