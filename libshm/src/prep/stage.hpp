// SPDX-License-Identifier: MIT
// A step of the preparation: one PNG a picture, restartable.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "shm/batch.hpp"
#include "shm/image.hpp"

namespace shm {

/// A picture that a stage made, and what was unusual about it.
struct Made {
  Image picture;
  std::string note;
};

/// A step of the preparation: one PNG a picture, in one folder.
struct Stage {
  std::filesystem::path out;
  std::string settings;  ///< what the results depend on apart from their sources, as JSON
  NameList pictures;     ///< of every shard
  std::function<std::vector<std::filesystem::path>(const std::string& name)> sources;
  std::function<Made(const std::string& name)> make;
  std::function<std::size_t(const std::string& name)> memory;  ///< bytes that make() takes at most
};

/// Makes what is missing, and again what was made from other sources. Throws InvalidOption,
/// BadInput where the folder holds results of other settings, WriteError.
BatchReport run_stage(Stage stage, const BatchOptions& options, BatchObserver& observer);

/// Takes note in `folder`, made where it is absent, of the settings of the results that it holds.
/// Throws BadInput where it holds pictures of other settings, WriteError.
void claim_folder(const std::filesystem::path& folder, const std::string& settings);

}  // namespace shm
