// SPDX-License-Identifier: MIT
// A model as it lies on disk: checked tensors, and what they were trained for.
#include "model/model_file.hpp"

#include <utility>

#include "shm/error.hpp"

namespace shm {

ModelFile ModelFile::open(const std::filesystem::path& file) {
  Safetensors weights = Safetensors::open(file);
  try {
    ModelMetadata metadata = ModelMetadata::parse(weights.metadata());
    return {std::move(weights), std::move(metadata)};
  } catch (const BadModel& error) {
    throw BadModel(file.string() + ": " + error.what());
  }
}

}  // namespace shm
