#include "shm/batch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <mutex>
#include <set>

#include "prep/picture_jobs.hpp"
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

  shm::Batch batch(int count) {
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

TEST(Batch, EveryPictureIsDoneOnceWhateverTheJobs) {
  for (const int jobs : {1, 2, 7, 100}) {
    Counting counting;
    const BatchReport report = shm::run_batch(counting.batch(50), {jobs, {}}, nobody);
    EXPECT_EQ(report.done, 50u);
    EXPECT_TRUE(report.complete());
    EXPECT_EQ(counting.times.size(), 50u);
    for (const auto& [name, times] : counting.times)
      EXPECT_EQ(times, 1) << name;
  }
}

TEST(Batch, BadPictureDoesNotEndTheRun) {
  Counting counting;
  shm::Batch batch = counting.batch(20);
  const auto make = batch.make;
  batch.make = [&](const std::string& name) {
    if (name == "1004n") throw shm::BadInput("broken");
    if (name == "1002n") throw std::bad_alloc();
    if (name == "1007n") return std::string("odd");
    return make(name);
  };
  const BatchReport report = shm::run_batch(batch, {3, {}}, nobody);
  EXPECT_EQ(report.done, 18u);
  ASSERT_EQ(report.faults.size(), 2u);
  EXPECT_EQ(report.faults[0].name, "1002n");
  EXPECT_EQ(report.faults[1], (Fault{"1004n", "broken"}));
  EXPECT_THAT(report.notes, ElementsAre(Fault{"1007n", "odd"}));
  EXPECT_FALSE(report.complete());
}

TEST(Batch, FullDiskEndsTheRun) {
  Counting counting;
  shm::Batch batch = counting.batch(500);
  int calls = 0;
  batch.make = [&](const std::string&) -> std::string {
    ++calls;
    throw shm::WriteError("disk full");
  };
  EXPECT_THROW(shm::run_batch(batch, {1, {}}, nobody), shm::WriteError);
  EXPECT_EQ(calls, 1);
}

TEST(Batch, StopsAfterThePicturesInHand) {
  Counting counting;
  StopAfter observer(5);
  const BatchReport report = shm::run_batch(counting.batch(500), {2, {}}, observer);
  EXPECT_TRUE(report.stopped);
  EXPECT_FALSE(report.complete());
  EXPECT_GE(report.done, 5u);
  EXPECT_LE(report.done, 6u);
}

TEST(Batch, WhatIsDoneIsSkippedAndCounted) {
  Counting counting;
  shm::Batch batch = counting.batch(10);
  batch.is_done = [](const std::string& name) { return name < "1004n"; };
  const BatchReport report = shm::run_batch(batch, {2, {}}, nobody);
  EXPECT_EQ(report.plan.present, 4u);
  EXPECT_EQ(report.done, 6u);
  EXPECT_EQ(counting.times.count("1003n"), 0u);
}

TEST(Batch, ShardsShareTheWork) {
  std::map<std::string, int> times;
  for (const int index : {3, 1, 2}) {
    Counting counting;
    const BatchReport report = shm::run_batch(counting.batch(300), {2, {index, 3}}, nobody);
    EXPECT_NEAR(double(report.done), 100, 35);
    for (const auto& [name, count] : counting.times)
      times[name] += count;
  }
  EXPECT_EQ(times.size(), 300u);
  for (const auto& [name, count] : times)
    EXPECT_EQ(count, 1) << name;
}

TEST(Batch, MemoryLowersTheNumberOfWorkers) {
  Counting counting;
  shm::Batch batch = counting.batch(10);
  batch.memory = [](const std::string&) { return std::size_t(1) << 50; };
  const BatchReport report = shm::run_batch(batch, {}, nobody);
  EXPECT_EQ(report.plan.workers, 1);
  EXPECT_GE(report.plan.worker_memory, std::size_t(1) << 50);
  EXPECT_EQ(report.done, 10u);
}

TEST(Batch, NothingToDoIsFine) {
  EXPECT_TRUE(shm::run_batch(Counting().batch(0), {}, nobody).complete());
}

TEST(Shard, HoldsAPictureAndItsMaskAlike) {
  for (const std::string& name : numbered(50))
    EXPECT_EQ((shm::Shard{1, 3}.holds(name + ".jpg")), (shm::Shard{1, 3}.holds(name + ".png")));
}

TEST(Shard, ReadsItsForm) {
  const shm::Shard shard = shm::parse_shard("2/3");
  EXPECT_EQ(shard.index, 2);
  EXPECT_EQ(shard.count, 3);
  EXPECT_EQ(shm::to_string(shard), "2/3");
}

TEST(Shard, RefusesWhatIsNone) {
  for (const char* text : {"", "/", "2", "2/", "/3", "0/3", "4/3", "-1/3", "1/0", "a/b", "1/3/5",
                           "1/3 ", "1.5/3", "1/99999999999"})
    EXPECT_THROW(shm::parse_shard(text), shm::InvalidOption) << text;
}

TEST(BatchOptions, JobsHaveARange) {
  EXPECT_THROW((BatchOptions{-1, {}}.check()), shm::InvalidOption);
  EXPECT_THROW((BatchOptions{1025, {}}.check()), shm::InvalidOption);
}
