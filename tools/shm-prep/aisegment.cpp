// SPDX-License-Identifier: MIT
// shm-prep aisegment.

#include "shm/aisegment.hpp"

#include "batch_command.hpp"
#include "trimap_flags.hpp"

namespace shm::tools {
namespace {

struct AisegmentCommand {
  std::filesystem::path source;
  std::filesystem::path out;
  AisegmentOptions aisegment;
  TrimapFlags trimap;
  BatchFlags batch;
};

/// Rejecting what is broken is the command's work, not its failure: exit 0 where it came to its
/// end.
Outcome run(const AisegmentCommand& command) {
  AisegmentOptions options = command.aisegment;
  options.trimap = command.trimap.options();
  bool stopped = false;
  run_batch(command.batch, [&](const BatchOptions& batch, BatchObserver& observer) {
    const BatchReport report =
        prepare_aisegment(command.source, DataSet(command.out), options, batch, observer);
    stopped = report.stopped;
    return report;
  });
  return stopped ? Outcome::failed_work : Outcome::success;
}

}  // namespace

void add_aisegment(CLI::App& cli, Action& chosen) {
  const auto options = std::make_shared<AisegmentCommand>();
  CLI::App* command =
      add_command(cli, chosen, "aisegment",
                  "AISegment's tree of portraits to a data set: image/ alpha/ mask/ "
                  "trimap/ train.txt val.txt, and rejected.csv for what is broken",
                  options, run);
  command->add_option("SRC", options->source, "Folder that holds clip_img/ and matting/")
      ->required();
  command->add_option("DST", options->out, "Folder for the data set")->required();
  command->add_option("--val", options->aisegment.val_fraction,
                      "Share of the pictures that val.txt gets, 0..1");
  command->add_option("--threshold", options->aisegment.mask.threshold,
                      "The least alpha that is the person in mask/, 1..255");
  command->add_flag("--copy", options->aisegment.copy,
                    "Copy pictures instead of linking them (hard links)");
  options->trimap.add_to(*command);
  options->batch.add_to(*command);
}

}  // namespace shm::tools
