// SPDX-License-Identifier: MIT
// What subcommands on many pictures share.

#include "batch_command.hpp"

#include "summary.hpp"

namespace shm::tools {

void BatchFlags::add_to(CLI::App& command) {
  command.add_option("--jobs", jobs,
                     "Pictures side by side, 0..1024; 0: one a core, fewer where memory is short");
  command.add_option("--shard", shard,
                     "I/N: only the Ith of N equal shares of the pictures, for N machines");
  command.add_flag("--json", json, "Print the summary as JSON");
}

BatchOptions BatchFlags::options() const {
  const BatchOptions options{jobs, parse_shard(shard)};
  options.check();
  return options;
}

Outcome run_batch(const BatchFlags& flags,
                  const std::function<BatchReport(const BatchOptions&, BatchObserver&)>& work) {
  Console console;
  const BatchReport report = work(flags.options(), console);
  console.finish();
  print_summary(report, flags.json);
  return report.complete() ? Outcome::success : Outcome::failed_work;
}

NameList names_of(const std::filesystem::path& list, const std::filesystem::path& folder) {
  return list.empty() ? NameList{picture_names(folder), {}} : read_list(list, folder);
}

}  // namespace shm::tools
