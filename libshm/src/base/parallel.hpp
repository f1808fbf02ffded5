// SPDX-License-Identifier: MIT
// Loops shared out on the pool of threads.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/rows.hpp"
#include "base/thread_pool.hpp"

namespace shm {

// All on threads of base/thread_pool.hpp, with what is said there of waiting and of exceptions.

/// Calls work(i) for every i in 0..count: each of the threads takes the next, for work of unequal
/// sizes.
template <typename Work>
void in_turn(std::int64_t count, int threads, const Work& work) {
  run_pieces(count, threads, &work,
             [](const void* any, std::int64_t i) { (*static_cast<const Work*>(any))(i); });
}

/// Splits 0..count into `parts` ranges and calls work(part, begin, end) for each.
template <typename Work>
void in_ranges(std::size_t count, int parts, int threads, const Work& work) {
  const auto all = std::size_t(std::max(parts, 1));
  in_turn(std::int64_t(all), threads, [&](std::int64_t i) {
    const auto part = std::size_t(i);
    work(part, count * part / all, count * (part + 1) / all);
  });
}

/// Likewise with a range for each of the threads.
template <typename Work>
void in_parallel(std::size_t count, int threads, const Work& work) {
  in_ranges(count, threads, threads, work);
}

/// Slices of 0..count: work(begin, end), `size` apart but for the last.
template <typename Work>
void in_slices(std::ptrdiff_t count, std::ptrdiff_t size, int threads, const Work& work) {
  in_turn((count + size - 1) / size, threads,
          [&](std::int64_t i) { work(i * size, std::min(i * size + size, count)); });
}

/// Several for each thread, so that one that is held up leaves its share to the others.
inline int ranges_for(int threads) {
  return threads > 1 ? 4 * threads : 1;
}

/// Calls work(i) for every i in 0..count, a range at a time.
template <typename Work>
void each_in_parallel(std::size_t count, int threads, const Work& work) {
  in_ranges(count, ranges_for(threads), threads,
            [&](std::size_t, std::size_t begin, std::size_t end) {
              for (std::size_t i = begin; i < end; ++i)
                work(i);
            });
}

/// How many threads the calling one shares the rows of its pictures with from now on, itself among
/// them. Until then it is all cores.
void use_threads(int threads);
int threads_in_use();

/// Calls work(Rows) for ranges that make up 0..count.
template <typename Work>
void parallel_rows(std::int64_t count, const Work& work) {
  constexpr std::int64_t least_rows = 8;
  const int threads = threads_in_use();
  const auto ranges = std::clamp<std::int64_t>(count / least_rows, 1, ranges_for(threads));
  in_turn(ranges, threads, [&](std::int64_t i) {
    work(Rows{count * i / ranges, count * (i + 1) / ranges});
  });
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
