#pragma once

#include <CLI/CLI.hpp>
#include <vector>

#include "shm/matter.hpp"

namespace shm::tools {

/// How a model is run: --device, --precision, --threads, --size, --edge-refine,
/// --temporal, --black-point, --white-point, --interval.
std::vector<CLI::Option*> add_matter_options(CLI::App& cli, MatterOptions& matter,
                                             MatteOptions& matte);

}  // namespace shm::tools
