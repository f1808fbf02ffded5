// SPDX-License-Identifier: MIT
// Whether there is an edge of alpha in some pixels: what is one thing throughout costs little.
#pragma once

#include "kernels/pixel/edge_tile.hpp"

namespace shm {

/// As EdgeTile has it.
AlphaContent alpha_content(const float* alphas, int count);

}  // namespace shm
