// SPDX-License-Identifier: MIT
// A model as it lies on disk: checked tensors, and what they were trained for.
#pragma once

#include <filesystem>

#include "model/safetensors.hpp"
#include "shm/model.hpp"

namespace shm {

/// A model as it lies on disk: checked tensors, and what they were trained for.
struct ModelFile {
  Safetensors weights;
  ModelMetadata metadata;

  /// Throws as Safetensors::open does, and BadModel naming a field of the metadata that is amiss.
  static ModelFile open(const std::filesystem::path& file);
};

}  // namespace shm
