#include "image/parallel_rows.hpp"

#include <omp.h>

namespace shm {

void use_threads(int threads) {
  omp_set_num_threads(threads);
}

void parallel_rows(int count, const void* work, void (*call)(const void* work, Rows rows)) {
#pragma omp parallel
  {
    const long parts = omp_get_num_threads();
    const long part = omp_get_thread_num();
    call(work, {int(count * part / parts), int(count * (part + 1) / parts)});
  }
}

}  // namespace shm
