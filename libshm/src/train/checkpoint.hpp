// SPDX-License-Identifier: MIT
// Files from which a run goes on.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "model/safetensors.hpp"
#include "train/adam.hpp"
#include "train/ema.hpp"

namespace shm {

/// Where a run stands, besides its tensors.
struct RunState {
  std::int64_t step = 0;  ///< taken or skipped by the whole run
  std::int64_t skipped = 0;
  double best = 0;  ///< validation score so far, the lower the better
  bool has_best = false;
  double loss_scale = 0;  ///< of fp16
  LossTerms epoch_loss;   ///< sums over the epoch's steps so far
  std::int64_t epoch_steps = 0;
  std::int64_t validated = 0;   ///< step of the last validation
  std::int64_t text_size = -1;  ///< of log.txt, bytes; -1: not known
};

/// What a checkpoint holds; `ema` may be null.
struct RunParts {
  torch::nn::Module& module;
  Adam& optimizer;
  Ema* ema;
  RunState& state;
};

/// Options that a resumed run must share with the run before, by their names; they decide which
/// samples a step sees.
using RunIdentity = std::map<std::string, std::string>;

/// Writes a model file (see shm/model.hpp) that also has the moments of the optimiser, the moving
/// average, the generator's state, and in its metadata under "run_state" and "run_identity" what
/// RunState and RunIdentity have. Throws WriteError.
void save_checkpoint(const std::filesystem::path& file, const RunParts& parts,
                     const ModelMetadata& metadata, const RunIdentity& identity);

/// The reverse. Throws NotFound, BadModel, and InvalidOption where the identity is another.
void load_checkpoint(const std::filesystem::path& file, const RunParts& parts,
                     const RunIdentity& identity);

/// The weights of a checkpoint as they are validated and exported: the moving average where there
/// is one. Names as in the network's state.
std::map<std::string, TensorView> deployed_weights(const Safetensors& file);

/// Fills the network with them. Throws BadModel.
void load_deployed_weights(torch::nn::Module& module, const Safetensors& file);

/// The number of steps that a checkpoint's run had taken, and its phase.
struct RunSummary {
  std::int64_t step = 0;
  std::string phase;
};
RunSummary summary_of(const Safetensors& file);

}  // namespace shm
