// SPDX-License-Identifier: MIT
// Figures of streams that ran at once, as those of one run.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

namespace shm::bench {

/// Streams that ran at once, as one run: the slowest one's figures, but of processor and memory
/// what all took. Streams of one process have told those of the whole process each.
nlohmann::ordered_json together(const std::vector<nlohmann::ordered_json>& streams,
                                bool one_process);

}  // namespace shm::bench
