// SPDX-License-Identifier: MIT
// Figures as tables for people.
#pragma once

#include <nlohmann/json.hpp>

namespace shm::bench {

/// All that was measured of one pipeline.
void print_run(const nlohmann::ordered_json& run);

/// Runs of one pipeline beside different loads, a row each; no table where there is but one.
void print_loads(const nlohmann::ordered_json& runs);

}  // namespace shm::bench
