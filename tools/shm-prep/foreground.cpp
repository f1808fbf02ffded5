// SPDX-License-Identifier: MIT
// shm-prep foreground.

#include "batch_command.hpp"
#include "shm/prepare.hpp"

namespace shm::tools {
namespace {

struct ForegroundCommand {
  DataFlags pictures;
  BatchFlags batch;
};

Outcome run(const ForegroundCommand& options) {
  const DataSet data(options.pictures.data);
  return run_batch(options.batch, [&](const BatchOptions& batch, BatchObserver& observer) {
    return make_foregrounds(data, options.pictures.names(), {}, batch, observer);
  });
}

}  // namespace

void add_foreground(CLI::App& cli, Action& chosen) {
  const auto options = std::make_shared<ForegroundCommand>();
  CLI::App* command = add_command(
      cli, chosen, "foreground",
      "The person's own colours from image/ and alpha/, to be composited over other backgrounds",
      options, run);
  options->pictures.add_to(*command);
  options->batch.add_to(*command);
}

}  // namespace shm::tools
