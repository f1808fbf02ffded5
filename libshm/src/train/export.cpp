// SPDX-License-Identifier: MIT
// A checkpoint as a model for use.

#include "model/model_file.hpp"
#include "nn/precision.hpp"
#include "nn/state.hpp"
#include "shm/error.hpp"
#include "train/checkpoint.hpp"
#include "train/network.hpp"

namespace shm {
namespace {

ModelMetadata exported(ModelMetadata metadata, const ExportOptions& options,
                       const RunSummary& run) {
  if (options.size != 0) metadata.size = options.size;
  if (options.good_sizes[1] != 0) metadata.good_sizes = options.good_sizes;
  metadata.training = !options.training.empty()
                          ? options.training
                          : run.phase + ", " + std::to_string(run.step) + " steps";
  if (!options.license.empty()) metadata.license = options.license;
  return metadata;
}

}  // namespace

void export_model(const ExportOptions& options) {
  options.check();
  const ModelFile checkpoint = ModelFile::open(options.checkpoint);
  MattingNet network = make_trainable(checkpoint.metadata);
  load_deployed_weights(*network, checkpoint.weights);
  const auto metadata = exported(checkpoint.metadata, options, summary_of(checkpoint.weights));
  save_state(*network, options.output, metadata.fields(), scalar_type(options.precision));
}

}  // namespace shm
