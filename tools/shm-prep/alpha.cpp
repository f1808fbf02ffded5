// SPDX-License-Identifier: MIT
// shm-prep alpha.

#include "batch_command.hpp"
#include "shm/prepare.hpp"

namespace shm::tools {
namespace {

struct AlphaCommand {
  std::filesystem::path data;
  std::filesystem::path list;
  AlphaOptions matting;
  std::string method = to_string(matting.method);
  BatchFlags batch;
};

Outcome run(const AlphaCommand& options) {
  const DataSet data(options.data);
  AlphaOptions matting = options.matting;
  matting.method = parse_matting_method(options.method);
  return run_batch(options.batch, [&](const BatchOptions& batch, BatchObserver& observer) {
    return make_alphas(data, names_of(options.list, data.folder(Part::image)), matting, batch,
                       observer);
  });
}

}  // namespace

void add_alpha(CLI::App& cli, Action& chosen) {
  const auto options = std::make_shared<AlphaCommand>();
  CLI::App* command =
      add_command(cli, chosen, "alpha", "Soft alphas from image/ and trimap/", options, run);
  command->add_option("--data", options->data, "Folder of the data set")->required();
  command->add_option("--list", options->list, "File of picture names, one a line; else all");
  command->add_option("--method", options->method,
                      "knn (as the original), knn2 (two scales) or closed-form");
  command->add_option("--known-weight", options->matting.known_weight,
                      "Of knn and knn2: how firmly known pixels hold, 0.01..1e6");
  command->add_option("--epsilon", options->matting.epsilon,
                      "Of closed-form: regularises a window's colours, 1e-12..1");
  options->batch.add_to(*command);
}

}  // namespace shm::tools
