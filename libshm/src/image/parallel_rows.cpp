#include "image/parallel_rows.hpp"

#include <omp.h>

namespace shm {

void use_threads(int threads) {
  omp_set_num_threads(threads);
}

void parallel_rows(std::int64_t count, const void* work,
                   void (*call)(const void* work, Rows rows)) {
#pragma omp parallel
  {
    const std::int64_t parts = omp_get_num_threads();
    const std::int64_t part = omp_get_thread_num();
    call(work, {count * part / parts, count * (part + 1) / parts});
  }
}

}  // namespace shm
