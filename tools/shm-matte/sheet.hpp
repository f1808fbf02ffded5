// SPDX-License-Identifier: MIT
// The contact sheet of a job's inputs and results.
#pragma once

#include <vector>

#include "shm-matte/inputs.hpp"
#include "shm-matte/options.hpp"
#include "shm-matte/picture_matte.hpp"

namespace shm::tools {

/// Writes the job's contact sheet, input | trimap | alpha | cut-out | composite: up to six pictures
/// or frames of videos, evenly spread.
void write_sheet(const MatteJob& job, const std::vector<Item>& items, PictureMatte& matte);

}  // namespace shm::tools
