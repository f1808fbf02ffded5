#include "infer/calibrate.hpp"

#include <c10/core/InferenceMode.h>

#include "infer/compiled_network.hpp"
#include "infer/input_tensor.hpp"
#include "infer/preprocess.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"

namespace shm {

std::vector<double> measure_ranges(const ModelFile& model,
                                   const std::vector<std::filesystem::path>& pictures) {
  if (model.metadata.architecture != "shm-live")
    throw InvalidOption("calibrate: only a model of architecture shm-live is worked in int8");
  if (pictures.empty()) throw InvalidOption("calibrate: no pictures there");
  const c10::InferenceMode inference;
  std::vector<double> ranges;
  const auto network =
      compile_live(model.weights, model.metadata,
                   measuring_convolutions(onednn_convolutions(at::kFloat), ranges), at::kFloat);
  Preprocess preprocess(model.metadata);
  for (const std::filesystem::path& picture : pictures) {
    preprocess.run(read_picture(picture, ReadAs::rgb).view(), 0);
    network->run(input_tensor(preprocess));
  }
  return ranges;
}

}  // namespace shm
