// SPDX-License-Identifier: MIT
// shm-prep mask.

#include "batch_command.hpp"
#include "common/option_flags.hpp"
#include "shm/prep_options.hpp"

namespace shm::tools {
namespace {

struct MaskCommand {
  std::filesystem::path source;
  std::filesystem::path out;
  MaskOptions mask;
  BatchFlags batch;
};

Outcome run(const MaskCommand& options) {
  return run_batch(options.batch, [&](const BatchOptions& batch, BatchObserver& observer) {
    return make_masks(options.source, options.out, options.mask, batch, observer);
  });
}

}  // namespace

void add_mask(CLI::App& cli, Action& chosen) {
  const auto options = std::make_shared<MaskCommand>();
  CLI::App* command =
      add_command(cli, chosen, "mask",
                  "Binary masks from the alpha channel or the grey of pictures", options, run);
  command->add_option("SRC", options->source, "Folder of RGBA or grey pictures")
      ->type_name("FOLDER")
      ->required();
  command->add_option("DST", options->out, "Folder for the masks, NAME.png")
      ->type_name("FOLDER")
      ->required();
  add_flags(*command, options->mask);
  options->batch.add_to(*command);
}

}  // namespace shm::tools
