// SPDX-License-Identifier: MIT
// What wants the processor beside a pipeline, and the figures beside it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "pipeline.hpp"

namespace shm::bench {

/// What wants the processor beside a pipeline.
struct Load {
  int busy = 0;       ///< loops, each a process
  int elements = 1;   ///< pipelines of the same kind in one process, with the measured one
  int processes = 1;  ///< of the same kind, with the measured one

  std::string name() const;  ///< "quiet", "busy 2", "2 elements", "2 processes"
  bool quiet() const { return busy == 0 && elements == 1 && processes == 1; }
};

/// The pipeline's figures beside a load; "beside" names it.
nlohmann::ordered_json measure(PipelineSetup setup, const Load& load);

/// Where one of a pipeline's runs was quiet, all get what they are to that one, "to_quiet".
void compare(nlohmann::ordered_json& runs);

}  // namespace shm::bench
