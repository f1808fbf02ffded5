// SPDX-License-Identifier: MIT
// Draws a run's curves.
#pragma once

#include <vector>

#include "shm/image.hpp"
#include "train/metrics_table.hpp"

namespace shm {

/// Curves over the steps of all phases: loss and its terms, validation, learning rate.
Image draw_curves(const std::vector<MetricsRow>& rows);

}  // namespace shm
