#include "shm/calibrate.hpp"

#include <c10/core/InferenceMode.h>

#include "infer/compiled_network.hpp"
#include "infer/input_tensor.hpp"
#include "infer/preprocess.hpp"
#include "model/model_file.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;

std::vector<double> measure_ranges(const ModelFile& model, const std::vector<fs::path>& pictures) {
  const c10::InferenceMode inference;
  std::vector<double> ranges;
  const auto network =
      compile_live(model.weights, model.metadata,
                   measuring_convolutions(onednn_convolutions(at::kFloat), ranges), at::kFloat);
  Preprocess preprocess(model.metadata);
  for (const fs::path& picture : pictures) {
    preprocess.run(read_picture(picture, ReadAs::rgb).view(), 0);
    network->run(input_tensor(preprocess));
  }
  return ranges;
}

}  // namespace

void calibrate_model(const fs::path& model, const std::vector<fs::path>& pictures) {
  if (pictures.empty()) throw InvalidOption("calibrate: no pictures there");
  ModelFile file = ModelFile::open(model);
  if (file.metadata.architecture != "shm-live")
    throw InvalidOption("calibrate: only a model of architecture shm-live is worked in int8");
  file.metadata.ranges = measure_ranges(file, pictures);
  auto fields = file.weights.metadata();
  fields["ranges"] = file.metadata.fields().at("ranges");
  write_safetensors(model, file.weights.tensors(), fields);
}

}  // namespace shm
