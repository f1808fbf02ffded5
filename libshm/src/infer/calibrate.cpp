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

}  // namespace

void calibrate_model(const fs::path& model, const std::vector<fs::path>& pictures) {
  if (pictures.empty()) throw InvalidOption("calibrate: no pictures there");
  ModelFile file = ModelFile::open(model);
  if (!make_architecture(file.metadata.architecture, file.metadata.stem_stride).can_be_int8)
    throw InvalidOption("calibrate: models of architecture " + file.metadata.architecture +
                        " are not worked in int8");
  file.metadata.ranges = measure_ranges(file, pictures);
  auto fields = file.weights.metadata();
  fields["ranges"] = file.metadata.fields().at("ranges");
  write_safetensors(model, file.weights.tensors(), fields);
}

}  // namespace shm
