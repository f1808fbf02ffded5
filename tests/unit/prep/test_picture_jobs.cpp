// SPDX-License-Identifier: MIT
// Many pictures at once, bad ones and full disks among them.
#include "prep/picture_jobs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <mutex>
#include <set>

#include "shm/error.hpp"

using shm::BatchOptions;
using shm::BatchReport;
using shm::Fault;
using testing::ElementsAre;

namespace {

std::vector<std::string> numbered(int count) {
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i)
    names.push_back(std::to_string(1000 + i) + "n");
  return names;
}

/// Counts how often each picture was made.
struct Counting {
  std::map<std::string, int> times;
  std::mutex mutex;

  shm::PictureJobs jobs(int count) {
    return {numbered(count), [](const std::string&) { return false; },
            [this](const std::string& name) {
              const std::lock_guard lock(mutex);
              ++times[name];
              return std::string();
            },
            [](const std::string&) { return std::size_t(1); }};
  }
};

class StopAfter : public shm::BatchObserver {
 public:
  explicit StopAfter(int count) : left_(count) {}
  void finished(const std::string&) override { --left_; }
  bool stop() override { return left_ <= 0; }

 private:
  int left_;
};

shm::BatchObserver nobody;

}  // namespace

TEST(PictureJobs, EveryPictureIsDoneOnceWhateverTheJobs) {
  for (const int jobs : {1, 2, 7, 100}) {
    Counting counting;
    const BatchReport report = shm::run_jobs(counting.jobs(50), {jobs, {}}, nobody);
    EXPECT_EQ(report.done, 50u);
    EXPECT_TRUE(report.complete());
    EXPECT_EQ(counting.times.size(), 50u);
    for (const auto& [name, times] : counting.times)
      EXPECT_EQ(times, 1) << name;
  }
}

TEST(PictureJobs, BadPictureDoesNotEndTheRun) {
  Counting counting;
  shm::PictureJobs jobs = counting.jobs(20);
  const auto make = jobs.make;
  jobs.make = [&](const std::string& name) {
    if (name == "1004n") throw shm::BadInput("broken");
    if (name == "1002n") throw std::bad_alloc();
    if (name == "1007n") return std::string("odd");
    return make(name);
  };
  const BatchReport report = shm::run_jobs(jobs, {3, {}}, nobody);
  EXPECT_EQ(report.done, 18u);
  ASSERT_EQ(report.faults.size(), 2u);
  EXPECT_EQ(report.faults[0].name, "1002n");
  EXPECT_EQ(report.faults[1], (Fault{"1004n", "broken"}));
  EXPECT_THAT(report.notes, ElementsAre(Fault{"1007n", "odd"}));
  EXPECT_FALSE(report.complete());
}

TEST(PictureJobs, FullDiskEndsTheRun) {
  Counting counting;
  shm::PictureJobs jobs = counting.jobs(500);
  int calls = 0;
  jobs.make = [&](const std::string&) -> std::string {
    ++calls;
    throw shm::WriteError("disk full");
  };
  EXPECT_THROW(shm::run_jobs(jobs, {1, {}}, nobody), shm::WriteError);
  EXPECT_EQ(calls, 1);
}

TEST(PictureJobs, StopsAfterThePicturesInHand) {
  Counting counting;
  StopAfter observer(5);
  const BatchReport report = shm::run_jobs(counting.jobs(500), {2, {}}, observer);
  EXPECT_TRUE(report.stopped);
  EXPECT_FALSE(report.complete());
  EXPECT_GE(report.done, 5u);
  EXPECT_LE(report.done, 6u);
}

TEST(PictureJobs, WhatIsDoneIsSkippedAndCounted) {
  Counting counting;
  shm::PictureJobs jobs = counting.jobs(10);
  jobs.is_done = [](const std::string& name) { return name < "1004n"; };
  const BatchReport report = shm::run_jobs(jobs, {2, {}}, nobody);
  EXPECT_EQ(report.plan.present, 4u);
  EXPECT_EQ(report.done, 6u);
  EXPECT_EQ(counting.times.count("1003n"), 0u);
}

TEST(PictureJobs, ShardsShareTheWork) {
  std::map<std::string, int> times;
  for (const int index : {3, 1, 2}) {
    Counting counting;
    const BatchReport report = shm::run_jobs(counting.jobs(300), {2, {index, 3}}, nobody);
    EXPECT_NEAR(double(report.done), 100, 35);
    for (const auto& [name, count] : counting.times)
      times[name] += count;
  }
  EXPECT_EQ(times.size(), 300u);
  for (const auto& [name, count] : times)
    EXPECT_EQ(count, 1) << name;
}

TEST(PictureJobs, MemoryLowersTheNumberOfWorkers) {
  Counting counting;
  shm::PictureJobs jobs = counting.jobs(10);
  jobs.memory = [](const std::string&) { return std::size_t(1) << 50; };
  const BatchReport report = shm::run_jobs(jobs, {}, nobody);
  EXPECT_EQ(report.plan.workers, 1);
  EXPECT_GE(report.plan.worker_memory, std::size_t(1) << 50);
  EXPECT_EQ(report.done, 10u);
}

TEST(PictureJobs, NothingToDoIsFine) {
  EXPECT_TRUE(shm::run_jobs(Counting().jobs(0), {}, nobody).complete());
}

TEST(BatchOptions, JobsHaveARange) {
  EXPECT_THROW((BatchOptions{-1, {}}.check()), shm::InvalidOption);
  EXPECT_THROW((BatchOptions{1025, {}}.check()), shm::InvalidOption);
}
