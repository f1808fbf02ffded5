// SPDX-License-Identifier: MIT
// The subcommands.
#pragma once

#include <functional>

#include "common/cli.hpp"
#include "common/program.hpp"

namespace shm::tools {

/// What the command line asks for.
using Action = std::function<Outcome()>;

// Each adds a subcommand, which sets `chosen` where it is the one that was given.
void add_aisegment(CLI::App& cli, Action& chosen);
void add_mask(CLI::App& cli, Action& chosen);
void add_trimap(CLI::App& cli, Action& chosen);
void add_alpha(CLI::App& cli, Action& chosen);
void add_foreground(CLI::App& cli, Action& chosen);
void add_list(CLI::App& cli, Action& chosen);
void add_check(CLI::App& cli, Action& chosen);

}  // namespace shm::tools
