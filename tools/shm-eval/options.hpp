// SPDX-License-Identifier: MIT
// The flags of shm-eval.
#pragma once

#include <filesystem>
#include <string>

#include "common/cli.hpp"
#include "shm-eval/samples.hpp"
#include "shm/matter.hpp"
#include "shm/metrics.hpp"

namespace shm::tools {

/// What shm-eval is asked to do. What is empty was not given.
struct Options {
  std::filesystem::path pred;
  ModelOptions matter{.model = ""};
  FrameOptions matte;

  std::filesystem::path data;
  std::filesystem::path truth;
  std::filesystem::path list;
  std::filesystem::path trimap;
  std::filesystem::path ignore;
  bool sequence = false;
  int jobs = 0;

  std::string worst_by = "mad";
  std::string json;  ///< "-": the terminal; so is csv
  std::string csv;
  std::filesystem::path sheet;
  bool overwrite = false;  ///< reports that are there already

  void check() const;  ///< throws InvalidOption
  Folders folders() const;
  MetricField worst_metric() const;
  int threads_of_work() const;
};

void add_options(CLI::App& cli, Options& options);

}  // namespace shm::tools
