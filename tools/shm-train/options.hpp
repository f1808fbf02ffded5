// SPDX-License-Identifier: MIT
// The flags of shm-train.
#pragma once

#include <vector>

#include "common/cli.hpp"
#include "flags.hpp"
#include "shm/trainer.hpp"

namespace shm::tools {

/// The command line of a training run.
class Options {
 public:
  void add_to(CLI::App& cli);

  /// Throws InvalidOption.
  TrainOptions train_options() const;

 private:
  std::vector<DataFolder> folders() const;
  DataFolder original_folder() const;
  DataFolder validation(const std::vector<DataFolder>& folders) const;
  ModelMetadata model() const;

  TrainOptions train_;
  TrainFlags flags_;
};

}  // namespace shm::tools
