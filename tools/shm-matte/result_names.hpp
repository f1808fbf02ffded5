// SPDX-License-Identifier: MIT
// How the results of a job are called.
#pragma once

#include <vector>

#include "shm-matte/inputs.hpp"

namespace shm::tools {

/// Sets the items' outputs: a.png for a.jpg, in the job's folder. Where a.png is an input, too, so
/// that both would become one, a.jpg.png and a.png.png.
void name_results(std::vector<Item>& items, const MatteJob& job);

}  // namespace shm::tools
