#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <future>
#include <vector>

namespace shm {

/// Splits 0..count into `parts` ranges, one a thread, and calls work(part, begin, end) for each. An
/// exception of one is thrown here once all have ended.
template <typename Work>
void in_parallel(std::size_t count, int parts, const Work& work) {
  std::vector<std::future<void>> running;
  const auto all = std::size_t(std::max(parts, 1));
  for (std::size_t part = 1; part < all; ++part)
    running.push_back(std::async(std::launch::async, [&work, part, count, all] {
      work(part, count * part / all, count * (part + 1) / all);
    }));
  work(std::size_t(0), std::size_t(0), count / all);
  for (std::future<void>& one : running)
    one.get();
}

/// Calls work(i) for every i in 0..count, a range for each thread.
template <typename Work>
void each_in_parallel(std::size_t count, int threads, const Work& work) {
  in_parallel(count, threads, [&](std::size_t, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i)
      work(i);
  });
}

/// Calls work(i) for every i in 0..count: each of the threads takes the next, for work of unequal
/// sizes.
template <typename Work>
void in_turn(std::size_t count, int threads, const Work& work) {
  std::atomic<std::size_t> next = 0;
  in_parallel(std::size_t(threads), threads, [&](std::size_t, std::size_t, std::size_t) {
    for (std::size_t i = next++; i < count; i = next++)
      work(i);
  });
}

/// Likewise with slices of 0..count: work(begin, end), `size` apart but for the last.
template <typename Work>
void in_slices(std::ptrdiff_t count, std::ptrdiff_t size, int threads, const Work& work) {
  in_turn(std::size_t((count + size - 1) / size), threads, [&](std::size_t i) {
    const std::ptrdiff_t begin = std::ptrdiff_t(i) * size;
    work(begin, std::min(begin + size, count));
  });
}

}  // namespace shm
