#pragma once

#include <cstdint>

#include "kernels/cpu/rows.hpp"

namespace shm {

/// How many threads the calling one shares its work with from now on, itself among them; LibTorch's
/// too.
void use_threads(int threads);

/// Splits 0..count among the threads of OpenMP, which are LibTorch's too, so that network and
/// pixels share one pool. `work` must not throw.
void parallel_rows(std::int64_t count, const void* work, void (*call)(const void* work, Rows rows));

/// Calls work(Rows) once a thread.
template <typename Work>
void parallel_rows(std::int64_t count, const Work& work) {
  parallel_rows(count, &work,
                [](const void* any, Rows rows) { (*static_cast<const Work*>(any))(rows); });
}

/// Calls work(y) for each row.
template <typename Work>
void for_each_row(int count, const Work& work) {
  parallel_rows(count, [&work](Rows rows) {
    for (auto y = int(rows.begin); y < rows.end; ++y)
      work(y);
  });
}

}  // namespace shm
