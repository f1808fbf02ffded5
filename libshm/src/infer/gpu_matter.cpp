// SPDX-License-Identifier: MIT
// Frames in a GPU's memory to what is shown of them, there as well.
#include "shm/gpu_matter.hpp"

#include "infer/torch_library.hpp"
#include "model/device_name.hpp"
#include "model/model_file.hpp"
#include "shm/model.hpp"

namespace shm {

std::unique_ptr<GpuMatter> open_gpu_matter(const ModelOptions& options) {
  options.check();
  const int gpu = DeviceName::parse(options.device).gpu.value_or(0);
  const ModelFile file = ModelFile::open(find_model(options.model));
  return torch_library().make_gpu_matter(file.weights, file.metadata, gpu, options.precision);
}

}  // namespace shm
