// SPDX-License-Identifier: MIT
// What subcommands on many pictures share.

#include "batch_command.hpp"

#include "common/option_flags.hpp"
#include "shm/prep_options.hpp"
#include "summary.hpp"

namespace shm::tools {

void BatchFlags::add_to(CLI::App& command) {
  add_flags(command, batch);
  command
      .add_option("--shard", shard,
                  "Only the Ith of N equal shares of the pictures, for N machines")
      ->type_name("I/N");
  command.add_flag("--json", json, "Print the summary as JSON");
}

BatchOptions BatchFlags::options() const {
  BatchOptions options = batch;
  options.shard = parse_shard(shard);
  options.check();
  return options;
}

void ListFlag::add_to(CLI::App& command) {
  command.add_option("--list", list, "File of picture names, one a line; else all")
      ->type_name("FILE");
}

NameList ListFlag::names_in(const std::filesystem::path& folder) const {
  return list.empty() ? NameList{picture_names(folder), {}} : read_list(list, folder);
}

void DataFlags::add_to(CLI::App& command) {
  command.add_option("--data", data, "Folder of the data set")->type_name("FOLDER")->required();
  list.add_to(command);
}

void add_trimap_flags(CLI::App& command, TrimapOptions& options) {
  add_flags(command, options);
  command.get_option("--relative")->excludes(command.get_option("--size"));
}

Outcome run_batch(const BatchFlags& flags,
                  const std::function<BatchReport(const BatchOptions&, BatchObserver&)>& work) {
  Console console;
  const BatchReport report = work(flags.options(), console);
  console.finish();
  print_summary(report, flags.json);
  return report.complete() ? Outcome::success : Outcome::failed_work;
}

}  // namespace shm::tools
