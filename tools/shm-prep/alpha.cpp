// SPDX-License-Identifier: MIT
// shm-prep alpha.

#include "batch_command.hpp"
#include "common/option_flags.hpp"
#include "shm/prep_options.hpp"

namespace shm::tools {
namespace {

struct AlphaCommand {
  DataFlags pictures;
  AlphaOptions matting;
  BatchFlags batch;
};

Outcome run(const AlphaCommand& options) {
  const DataSet data(options.pictures.data);
  return run_batch(options.batch, [&](const BatchOptions& batch, BatchObserver& observer) {
    return make_alphas(data, options.pictures.names(), options.matting, batch, observer);
  });
}

}  // namespace

void add_alpha(CLI::App& cli, Action& chosen) {
  const auto options = std::make_shared<AlphaCommand>();
  CLI::App* command =
      add_command(cli, chosen, "alpha", "Soft alphas from image/ and trimap/", options, run);
  options->pictures.add_to(*command);
  add_flags(*command, options->matting);
  options->batch.add_to(*command);
}

}  // namespace shm::tools
