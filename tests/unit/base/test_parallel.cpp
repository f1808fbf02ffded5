// SPDX-License-Identifier: MIT
// Work shared among threads: every piece once, exceptions carried out.
#include "base/parallel.hpp"

#include <gtest/gtest.h>
#include <pthread.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <numeric>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "base/machine.hpp"

namespace {

using namespace std::chrono_literals;

TEST(Parallel, EachPieceIsDoneOnce) {
  std::vector<std::atomic<int>> done(1000);
  shm::in_turn(1000, 4, [&](std::int64_t i) { ++done[std::size_t(i)]; });
  for (const auto& times : done)
    EXPECT_EQ(times, 1);
}

/// Where the process may have no thread more, as in a container that counts them.
[[noreturn]] void work_where_no_thread_can_be_made() {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, std::size_t(1) << 46U);
  pthread_setattr_default_np(&attributes);
  std::atomic<int> done = 0;
  for (int round = 0; round < 3; ++round)
    shm::in_turn(100, 4, [&](std::int64_t) { ++done; });
  std::_Exit(done == 300 ? 0 : 1);
}

TEST(ParallelDeathTest, WorkIsDoneWhereNoThreadCanBeMade) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(work_where_no_thread_can_be_made(), testing::ExitedWithCode(0), "");
}

TEST(Parallel, NothingToDoIsDone) {
  shm::in_turn(0, 4, [](std::int64_t) { FAIL(); });
  shm::parallel_rows(0, [](shm::Rows rows) { EXPECT_EQ(rows.begin, rows.end); });
}

TEST(Parallel, RangesMakeUpTheWhole) {
  std::array<std::atomic<int>, 101> done{};
  shm::in_parallel(done.size(), 3, [&](std::size_t part, std::size_t begin, std::size_t end) {
    EXPECT_LT(part, 3U);
    for (std::size_t i = begin; i < end; ++i)
      ++done.at(i);
  });
  EXPECT_EQ(std::accumulate(done.begin(), done.end(), 0), 101);
}

TEST(Parallel, SlicesMakeUpTheWhole) {
  std::atomic<std::ptrdiff_t> sum = 0;
  shm::in_slices(10, 4, 2, [&](std::ptrdiff_t begin, std::ptrdiff_t end) {
    EXPECT_LE(end - begin, 4);
    sum += end - begin;
  });
  EXPECT_EQ(sum, 10);
}

void compute_for(std::chrono::milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < end) {
  }
}

/// Threads that worked at pieces of a millisecond each.
std::size_t threads_that_work(int threads, int pieces) {
  std::mutex mutex;
  std::set<std::thread::id> ids;
  shm::in_turn(pieces, threads, [&](std::int64_t) {
    compute_for(1ms);
    const std::lock_guard lock(mutex);
    ids.insert(std::this_thread::get_id());
  });
  return ids.size();
}

TEST(Parallel, OneThreadIsTheCallingOne) {
  shm::in_turn(20, 1, [caller = std::this_thread::get_id()](std::int64_t) {
    EXPECT_EQ(std::this_thread::get_id(), caller);
  });
}

TEST(Parallel, NoMoreThreadsThanCores) {
  EXPECT_LE(threads_that_work(64, 100), std::size_t(shm::usable_cores()));
}

TEST(Parallel, SeveralThreadsWorkWhereThereAreCores) {
  const auto wanted = std::size_t(std::min(2, shm::usable_cores()));
  const auto end = std::chrono::steady_clock::now() + 20s;  // on a machine that is busy by then
  while (threads_that_work(2, 20) < wanted)
    ASSERT_LT(std::chrono::steady_clock::now(), end);
}

TEST(Parallel, WhatAPieceThrowsArrives) {
  const auto fail = [](std::int64_t i) {
    if (i == 5) throw std::runtime_error("five");
  };
  EXPECT_THROW(shm::in_turn(100, 4, fail), std::runtime_error);
  EXPECT_THROW(shm::in_turn(100, 1, fail), std::runtime_error);
}

TEST(Parallel, PiecesShareOutTheirOwnWork) {
  std::atomic<int> done = 0;
  shm::in_turn(8, 4, [&](std::int64_t) { shm::in_turn(8, 4, [&](std::int64_t) { ++done; }); });
  EXPECT_EQ(done, 64);
}

TEST(Parallel, SeveralCallersAreServedAtOnce) {
  std::atomic<int> done = 0;
  const auto call = [&] {
    for (int i = 0; i < 500; ++i)
      shm::in_turn(4, 4, [&](std::int64_t) { ++done; });
  };
  { const std::jthread one(call), another(call), third(call); }
  EXPECT_EQ(done, 3 * 500 * 4);
}

/// Processor time of this process, all its threads.
std::chrono::duration<double> processor_time() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

TEST(Parallel, ThreadsThatWaitRest) {
  const auto wait_for_a_slow_piece = [] {
    shm::in_turn(2, 2, [](std::int64_t) { std::this_thread::sleep_for(100ms); });
  };
  wait_for_a_slow_piece();
  const auto before = processor_time();
  wait_for_a_slow_piece();
  std::this_thread::sleep_for(100ms);
  EXPECT_LT(processor_time() - before, 10ms);
}

TEST(Parallel, RowsAreSplitAmongTheThreadsInUse) {
  shm::use_threads(1);
  int calls = 0;
  shm::parallel_rows(100, [&](shm::Rows) { ++calls; });
  EXPECT_EQ(calls, 1);
  shm::use_threads(2);
  std::atomic<std::int64_t> rows_done = 0;
  shm::parallel_rows(100, [&](shm::Rows rows) { rows_done += rows.end - rows.begin; });
  EXPECT_EQ(rows_done, 100);
}

}  // namespace
