// SPDX-License-Identifier: MIT
// OpenMP held to the calling thread.
#pragma once

#include <omp.h>

namespace shm {

/// While it lives, OpenMP, on which oneDNN computes, has the calling thread alone: its
/// own threads spin at every barrier for the one that has no core. base/parallel.hpp shares out
/// what is worth it.
class OneOpenMpThread {
 public:
  OneOpenMpThread() { omp_set_num_threads(1); }
  ~OneOpenMpThread() { omp_set_num_threads(before_); }
  OneOpenMpThread(const OneOpenMpThread&) = delete;
  OneOpenMpThread& operator=(const OneOpenMpThread&) = delete;

 private:
  int before_ = omp_get_max_threads();
};

}  // namespace shm
