// SPDX-License-Identifier: MIT
// Where the files of a run lie.
#pragma once

#include <filesystem>

#include "shm/trainer.hpp"

namespace shm {

/// Where the files of a run lie: options.run, with its checkpoints in model/.
class RunFolder {
 public:
  explicit RunFolder(const TrainOptions& options);

  /// The original program's spelling, which its users' scripts know.
  std::filesystem::path last() const { return models_ / "ckpt_lastest.safetensors"; }
  std::filesystem::path best() const { return models_ / "ckpt_best.safetensors"; }
  std::filesystem::path of_epoch(int epoch) const;

  /// Whether what the run begins with is there, and nothing that it would overwrite. Throws
  /// InvalidOption, NotFound.
  void check(TrainStart start) const;

  /// Makes the folders, and clears them of files that a killed run was writing. Throws WriteError.
  void prepare();

  /// Takes the run's folder away again, where prepare() made it, and those around it that it made,
  /// where nothing else is in them.
  void withdraw() const;

 private:
  std::filesystem::path root_;
  std::filesystem::path models_;
  std::filesystem::path made_;  ///< the outermost of those that were not there
  std::string phase_;
};

}  // namespace shm
