// SPDX-License-Identifier: MIT
// Small runs of shm-train.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "process.hpp"
#include "program.hpp"
#include "small_data_set.hpp"
#include "temporary_folder.hpp"

using Arguments = std::vector<std::string>;

class ShmTrain : public testing::Test {
 protected:
  std::filesystem::path run_folder(const std::string& name) const { return folder_.path() / name; }
  std::filesystem::path checkpoint(const std::string& name) const {
    return run_folder(name) / "model/ckpt_lastest.safetensors";
  }

  /// Of a run that takes seconds, changed by `more`; a flag has the value "".
  Arguments arguments(const std::string& name,
                      const std::map<std::string, std::string>& more = {}) const {
    std::map<std::string, std::string> options{
        {"--data", data_.root()}, {"--saveDir", folder_.path()},
        {"--load", name},         {"--patch_size", "32"},
        {"--train_batch", "2"},   {"--nThreads", "1"},
        {"--nEpochs", "3"},       {"--threads", "1"}};
    for (const auto& [option, value] : more)
      options[option] = value;
    Arguments all;
    for (const auto& [option, value] : options) {
      all.push_back(option);
      if (!value.empty()) all.push_back(value);
    }
    return all;
  }

  /// Starts the program; `arguments` as above.
  Process start(Arguments arguments, const std::map<std::string, std::string>& environment = {}) {
    arguments.insert(arguments.begin(), tool("shm-train"));
    return {arguments, folder_ / ("output" + std::to_string(++started_)), environment};
  }

  /// Waits until a run that goes on has saved something.
  void wait_for_checkpoint(const std::string& name, Process& process) const {
    while (!std::filesystem::exists(checkpoint(name)))
      ASSERT_FALSE(process.wait_for(std::chrono::milliseconds(20))) << process.output();
  }

  const TemporaryFolder folder_;
  const SmallDataSet data_{folder_ / "data", 8, 48};

 private:
  int started_ = 0;
};

/// A Python that has the module: $SHM_PYTHON, the project's or the system's; else "".
inline std::string python_with(const std::string& module) {
  const char* chosen = std::getenv("SHM_PYTHON");
  for (const std::string& candidate :
       {std::string(chosen == nullptr ? "" : chosen),
        std::string(SHM_SOURCE_ROOT "/.deps/venv/bin/python3"), std::string("python3")})
    if (!candidate.empty() &&
        std::system((candidate + " -c 'import " + module + "' >/dev/null 2>&1").c_str()) == 0)
      return candidate;
  return "";
}
