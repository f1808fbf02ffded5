// SPDX-License-Identifier: MIT
// Runs a model in fp32 to learn how far the results of its convolutions reach.
#include "shm/calibrate.hpp"

#include "engine/network.hpp"
#include "engine/one_open_mp_thread.hpp"
#include "model/model_file.hpp"
#include "model/network_input.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;

ActivationRanges measure_ranges(const ModelFile& model, const std::vector<fs::path>& pictures) {
  const OneOpenMpThread one;
  ActivationRanges ranges;
  for (const ConvolutionLayer& layer :
       make_architecture(model.metadata.architecture, model.metadata.stem_stride).layers())
    ranges[layer.name] = 0;
  const auto network = make_network(model.metadata, model.weights, {});
  network->observe(range_observer(ranges));
  NetworkInput preprocess(model.metadata);
  Scratch scratch;
  for (const fs::path& picture : pictures) {
    preprocess.run(read_picture(picture, ReadAs::rgb).view(), 0);
    network->run(preprocess.picture(), scratch);
  }
  return ranges;
}

/// Throws InvalidOption for an architecture that is not worked in int8.
void check_can_be_int8(const ModelMetadata& model) {
  const auto can = [&](const std::string& architecture) {
    return make_architecture(architecture, model.stem_stride).can_be_int8;
  };
  if (can(model.architecture)) return;
  std::string others;
  for (const std::string& name : architecture_names())
    if (can(name)) others.append(others.empty() ? "" : ", ").append(name);
  throw InvalidOption("calibrate: models of architecture " + model.architecture +
                      " are not worked in int8, those of " + others + " are");
}

}  // namespace

void calibrate_model(const fs::path& model, const std::vector<fs::path>& pictures) {
  if (pictures.empty()) throw InvalidOption("calibrate: no pictures there");
  ModelFile file = ModelFile::open(model);
  check_can_be_int8(file.metadata);
  file.metadata.ranges = measure_ranges(file, pictures);
  auto fields = file.weights.metadata();
  fields["ranges"] = file.metadata.fields().at("ranges");
  write_safetensors(model, file.weights.tensors(), fields);
}

}  // namespace shm
