// SPDX-License-Identifier: MIT
// shm-prep aisegment.

#include "batch_command.hpp"
#include "common/option_flags.hpp"
#include "shm/prep_options.hpp"

namespace shm::tools {
namespace {

struct AisegmentCommand {
  std::filesystem::path source;
  std::filesystem::path out;
  AisegmentOptions aisegment;
  BatchFlags batch;
};

/// Rejecting what is broken is the command's work, not its failure: exit 0 where it came to its
/// end.
Outcome run(const AisegmentCommand& command) {
  bool stopped = false;
  run_batch(command.batch, [&](const BatchOptions& batch, BatchObserver& observer) {
    BatchReport report =
        prepare_aisegment(command.source, DataSet(command.out), command.aisegment, batch, observer);
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
      ->type_name("FOLDER")
      ->required();
  command->add_option("DST", options->out, "Folder for the data set")
      ->type_name("FOLDER")
      ->required();
  add_flags(*command, options->aisegment);
  add_flags(*command, options->aisegment.mask);
  add_trimap_flags(*command, options->aisegment.trimap);
  options->batch.add_to(*command);
}

}  // namespace shm::tools
