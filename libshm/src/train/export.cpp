#include <algorithm>

#include "infer/calibrate.hpp"
#include "model/model_file.hpp"
#include "nn/precision.hpp"
#include "nn/state.hpp"
#include "shm/data_set.hpp"
#include "shm/error.hpp"
#include "train/checkpoint.hpp"
#include "train/network.hpp"

namespace shm {
namespace {

constexpr std::size_t pictures_a_folder = 64;

/// Some of each folder, evenly spread.
std::vector<std::filesystem::path> some_pictures(
    const std::vector<std::filesystem::path>& folders) {
  std::vector<std::filesystem::path> pictures;
  for (const auto& folder : folders) {
    const auto names = picture_names(folder);
    const std::size_t count = std::min(names.size(), pictures_a_folder);
    for (std::size_t i = 0; i < count; ++i)
      pictures.push_back(folder / names[i * names.size() / count]);
  }
  return pictures;
}

ModelMetadata exported(ModelMetadata metadata, const ExportOptions& options,
                       const RunSummary& run) {
  if (options.size != 0) metadata.size = options.size;
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
  const auto network = make_trainable(checkpoint.metadata);
  load_deployed_weights(network->module(), checkpoint.weights);
  auto metadata = exported(checkpoint.metadata, options, summary_of(checkpoint.weights));
  const auto save = [&] {
    save_state(network->module(), options.output, metadata.fields(),
               scalar_type(options.precision));
  };
  save();
  if (options.calibrate.empty()) return;
  metadata.ranges =
      measure_ranges(ModelFile::open(options.output), some_pictures(options.calibrate));
  save();
}

}  // namespace shm
