// SPDX-License-Identifier: MIT
// The flags of shm-bench.
#pragma once

#include <string>
#include <vector>

#include "common/cli.hpp"
#include "load.hpp"
#include "pipeline.hpp"

namespace shm::bench {

/// What shm-bench measures.
struct Options {
  PipelineSetup setup;  ///< what all pipelines have in common
  std::vector<std::string> sizes = {"640x480", "1280x720", "1920x1080"};
  std::vector<std::string> live_sizes = {"640x480", "1280x720"};
  std::vector<std::string> precisions = {"fp32", "bf16", "int8"};
  std::vector<int> threads = {1, 2};
  int live_frames = 300;
  std::vector<int> busy = {0};  ///< numbers of loops
  int elements = 1;             ///< in one process
  int processes = 1;
  std::string json;
  bool overwrite = false;  ///< a file of figures that is there already

  /// What each pipeline is measured beside.
  std::vector<Load> loads() const;
};

void add_options(CLI::App& cli, Options& options);

}  // namespace shm::bench
