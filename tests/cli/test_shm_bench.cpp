// SPDX-License-Identifier: MIT
// shm-bench as its users see it: figures, refusals, no process left behind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <functional>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "process.hpp"
#include "temporary_folder.hpp"

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace {

using Arguments = std::vector<std::string>;

/// The program at a network so small that its frames cost nothing.
class ShmBench : public testing::Test {
 protected:
  Process start(Arguments options) const {
    options.insert(options.begin(), SHM_BUILD_ROOT "/bench/shm-bench");
    return {options, folder_ / "output"};
  }

  Process measure(Arguments options) const {
    const std::string model = SHM_SOURCE_ROOT "/models/default.safetensors";
    const Arguments small = {"--model",        model, "--precision", "fp32",
                             "--threads",      "1",   "--json",      folder_ / "figures.json",
                             "--working-size", "64"};
    options.insert(options.end(), small.begin(), small.end());
    return start(options);
  }

  nlohmann::json figures() const {
    std::ifstream file(folder_ / "figures.json");
    return nlohmann::json::parse(file);
  }

  TemporaryFolder folder_;
};

std::vector<pid_t> children_of(pid_t parent) {
  const std::string id = std::to_string(parent);
  std::ifstream file("/proc/" + id + "/task/" + id + "/children");
  return {std::istream_iterator<pid_t>(file), {}};
}

bool runs(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  std::string id, name, state;
  return file >> id >> name >> state && state != "Z";
}

bool soon(const std::function<bool()>& holds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!holds() && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  return holds();
}

}  // namespace

TEST_F(ShmBench, RefusesWhatItCannotMeasure) {
  EXPECT_EQ(start({"--busy", "-1"}).wait(), 2);
  EXPECT_EQ(start({"--still", "--moving"}).wait(), 2);
  for (const auto& [flag, value, text] :
       {std::array{"--size", "wide", "--size: \"wide\" is not WIDTHxHEIGHT"},
        {"--live", "640", "--live: \"640\" is not WIDTHxHEIGHT"},
        {"--picture", "nope", "--picture: File does not exist: nope"},
        {"--frames", "5", "--frames: 5 is not in 20..10000000"}}) {
    Process process = start({flag, value});
    EXPECT_EQ(process.wait(), 2) << flag;
    EXPECT_THAT(process.output(), AllOf(HasSubstr(text), Not(HasSubstr("processor"))));
  }
}

TEST_F(ShmBench, ReplacesNoFileUnlessItIsTold) {
  std::ofstream(folder_ / "figures.json") << "mine";
  const Arguments none = {"--size", "0", "--live", "0"};
  Process process = measure(none);
  EXPECT_EQ(process.wait(), 2);
  EXPECT_THAT(process.output(), HasSubstr("is there already: --overwrite replaces it"));
  Arguments told = none;
  told.emplace_back("--overwrite");
  measure(told).wait();
  EXPECT_TRUE(figures().contains("pipelines"));
}

TEST_F(ShmBench, ComparesEachLoadWithTheQuietRun) {
  Process process = measure({"--size", "96x64", "--live", "0", "--frames", "20", "--busy", "0,1",
                             "--processes", "2", "--moving"});
  ASSERT_EQ(process.wait(), 0) << process.output();
  const nlohmann::json runs = figures().at("pipelines");
  ASSERT_EQ(runs.size(), 3);
  EXPECT_EQ(runs[1].at("beside"), "busy 1");
  EXPECT_EQ(runs[2].at("beside"), "2 processes");
  for (const auto& run : runs) {
    EXPECT_EQ(run.at("frames"), 20);
    EXPECT_GT(run.at("cpu_ms_a_frame"), 0);
    EXPECT_GT(run.at("interval_ms").at("p95"), 0);
    EXPECT_GT(run.at("to_quiet").at("p50"), 0);
  }
}

TEST_F(ShmBench, TellsHowOldALivePictureIsWhenItIsShown) {
  Process process = measure(
      {"--live-frames", "90", "--still", "--live", "96x64", "--size", "0", "--elements", "2"});
  ASSERT_EQ(process.wait(), 0) << process.output();
  const nlohmann::json runs = figures().at("live");
  ASSERT_EQ(runs.size(), 2);
  EXPECT_GT(runs[0].at("age_ms").at("p95"), 0);
  EXPECT_EQ(runs[1].at("frames_per_second_each").size(), 2);
}

TEST_F(ShmBench, TakesItsBusyLoopsAlongWhenItIsKilled) {
  Process process =
      measure({"--size", "96x64", "--live", "0", "--frames", "1000000", "--busy", "2"});
  std::vector<pid_t> children;  // two loops and what measures
  ASSERT_TRUE(soon([&] { return (children = children_of(process.id())).size() == 3; }));
  process.signal(SIGKILL);
  process.wait();
  EXPECT_TRUE(soon([&] { return std::none_of(children.begin(), children.end(), runs); }));
}
