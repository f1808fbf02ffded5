// SPDX-License-Identifier: MIT
// shm-train export.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "common/cli.hpp"
#include "common/program.hpp"
#include "shm/trainer.hpp"

namespace shm::tools {

/// `shm-train export`: a checkpoint becomes a model file, and is run before it gets its name.
class Export {
 public:
  void add_to(CLI::App& cli);
  bool chosen() const;
  Outcome run() const;

 private:
  void check_output() const;

  CLI::App* command_ = nullptr;
  ExportOptions options_;
  bool overwrite_ = false;
  std::string precision_ = "fp16";
  std::vector<std::filesystem::path> calibrate_;  ///< folders of pictures
};

}  // namespace shm::tools
