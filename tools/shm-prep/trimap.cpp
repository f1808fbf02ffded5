// SPDX-License-Identifier: MIT
// shm-prep trimap.

#include "batch_command.hpp"
#include "shm/prepare.hpp"

namespace shm::tools {
namespace {

struct TrimapCommand {
  std::filesystem::path masks;
  std::filesystem::path alphas;
  std::filesystem::path out;
  ListFlag list;
  TrimapOptions trimap;
  BatchFlags batch;
};

Outcome run(const TrimapCommand& options) {
  const bool soft = options.masks.empty();
  const MatteFolder source{soft ? options.alphas : options.masks, soft};
  return run_batch(options.batch, [&](const BatchOptions& batch, BatchObserver& observer) {
    return make_trimaps(source, options.list.names_in(source.folder), options.out, options.trimap,
                        batch, observer);
  });
}

}  // namespace

void add_trimap(CLI::App& cli, Action& chosen) {
  const auto options = std::make_shared<TrimapCommand>();
  CLI::App* command = add_command(
      cli, chosen, "trimap",
      "Trimaps (0 background, 128 unknown, 255 foreground) from masks or alphas", options, run);
  CLI::Option_group* source = command->add_option_group("source");
  const auto add = [&](const char* name, auto& folder, const char* text) {
    source->add_option(name, folder, text)->type_name("FOLDER")->group("One of these");
  };
  add("--masks", options->masks, "Folder of masks: >= 128 is the person");
  add("--alphas", options->alphas,
      "Folder of alphas: what is neither 0 nor 255 is unknown as well");
  source->require_option(1);
  command->add_option("--out", options->out, "Folder for the trimaps, NAME.png")
      ->type_name("FOLDER")
      ->required();
  options->list.add_to(*command);
  add_trimap_flags(*command, options->trimap);
  options->batch.add_to(*command);
}

}  // namespace shm::tools
