// SPDX-License-Identifier: MIT
// Mattes a job's pictures.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "common/cli.hpp"
#include "shm-matte/inputs.hpp"
#include "shm-matte/picture_matte.hpp"

namespace shm::tools {

/// Returns whether all was matted: what cannot be used is reported, and the others go on.
bool matte_pictures(const CLI::App& cli, const std::vector<Item>& items, const MatteJob& job,
                    PictureMatte& matte);

}  // namespace shm::tools
