// SPDX-License-Identifier: MIT
// shm-prep foreground.

#include "batch_command.hpp"
#include "shm/prepare.hpp"

namespace shm::tools {
namespace {

struct ForegroundCommand {
  std::filesystem::path data;
  std::filesystem::path list;
  BatchFlags batch;
};

Outcome run(const ForegroundCommand& options) {
  const DataSet data(options.data);
  return run_batch(options.batch, [&](const BatchOptions& batch, BatchObserver& observer) {
    return make_foregrounds(data, names_of(options.list, data.folder(Part::image)), {}, batch,
                            observer);
  });
}

}  // namespace

void add_foreground(CLI::App& cli, Action& chosen) {
  const auto options = std::make_shared<ForegroundCommand>();
  CLI::App* command = add_command(
      cli, chosen, "foreground",
      "The person's own colours from image/ and alpha/, to be composited over other backgrounds",
      options, run);
  command->add_option("--data", options->data, "Folder of the data set")->required();
  command->add_option("--list", options->list, "File of picture names, one a line; else all");
  options->batch.add_to(*command);
}

}  // namespace shm::tools
