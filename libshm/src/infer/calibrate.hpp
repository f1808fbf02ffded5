#pragma once

#include <filesystem>
#include <vector>

#include "model/model_file.hpp"

namespace shm {

/// The largest magnitude that each convolution of the model gives for these pictures, in fp32, in
/// the order in which the engine makes them: ModelMetadata::ranges.
/// Throws InvalidOption for an architecture that is not worked in int8 or where there are no
/// pictures, NotFound and BadInput for pictures that cannot be read.
std::vector<double> measure_ranges(const ModelFile& model,
                                   const std::vector<std::filesystem::path>& pictures);

}  // namespace shm
