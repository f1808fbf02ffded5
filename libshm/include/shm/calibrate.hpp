// SPDX-License-Identifier: MIT
// A model made fit for int8, from pictures of the kind that it will see.
#pragma once

#include <filesystem>
#include <vector>

#include "shm/api.hpp"

namespace shm {

/// Makes a model fit for int8: runs it in fp32 on these pictures, which are to be of the kind that
/// it will see, and writes into its file how far the results of each convolution reach
/// (ModelMetadata::ranges).
/// Throws InvalidOption where the architecture is not of the "shm-live" family or there are no
/// pictures, NotFound, BadInput and BadModel as the reading of pictures and models does, and
/// WriteError.
SHM_API void calibrate_model(const std::filesystem::path& model,
                             const std::vector<std::filesystem::path>& pictures);

}  // namespace shm
