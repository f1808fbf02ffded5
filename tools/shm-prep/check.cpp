// SPDX-License-Identifier: MIT
// shm-prep check.

#include "shm/check.hpp"

#include <cstdio>

#include "batch_command.hpp"
#include "common/option_flags.hpp"
#include "common/overwrite.hpp"
#include "common/report_file.hpp"
#include "shm/picture.hpp"
#include "shm/prep_options.hpp"
#include "shm/whole_file.hpp"

namespace shm::tools {
namespace {

struct CheckCommand {
  std::filesystem::path data;
  std::filesystem::path out;
  CheckOptions check;
  BatchOptions batch;
  bool json = false;
  CLI::Option* fix = nullptr;
  std::filesystem::path good_list;
  bool overwrite = false;
};

void write_reports(const DataSet& data, const CheckReport& report,
                   const std::filesystem::path& out) {
  write_whole_file(out / "check.json", to_json(report) + "\n");
  if (report.pictures == 0) return;
  if (!report.samples.empty()) write_picture(out / "check-samples.png", sample_sheet(data, report));
  write_picture(out / "check-worst.png", worst_sheet(data, report));
}

/// The lists of the data set themselves, or one list of all that is good.
void write_good_lists(const CheckCommand& command, const DataSet& data, const Split& good) {
  std::vector<std::string> all = good.train;
  all.insert(all.end(), good.val.begin(), good.val.end());
  if (!command.good_list.empty()) return write_list(command.good_list, all);
  write_list(data.train_list(), good.train);
  if (!good.val.empty()) write_list(data.val_list(), good.val);
}

void print(const CheckReport& report, const std::filesystem::path& out) {
  for (const NearDuplicate& pair : report.near_duplicates)
    std::printf("error: %s of train and %s of val are near-duplicates (%d of 64 bits differ)\n",
                pair.train.c_str(), pair.val.c_str(), pair.distance);
  std::printf("%zu pictures: %zu faults, %zu near-duplicates between train and val: %s\n",
              report.pictures, report.faults.size(), report.near_duplicates.size(),
              report.passed() ? "passed" : "not passed");
  std::printf("see check.json, check-samples.png and check-worst.png in %s\n", out.c_str());
}

Outcome run(const CheckCommand& command) {
  const DataSet data(command.data);
  const std::filesystem::path out = command.out.empty() ? command.data : command.out;
  if (!command.out.empty() || std::filesystem::is_directory(out)) make_report_folder(out);
  require_free("--fix-list", command.good_list, command.overwrite);
  make_room_for(command.good_list);
  Console console;
  const CheckReport report = check_data_set(data, command.check, command.batch, console);
  console.finish();
  if (report.stopped) return Outcome::failed_work;
  write_reports(data, report, out);
  if (command.fix->count() > 0) write_good_lists(command, data, report.good);
  if (command.json)
    std::puts(to_json(report).c_str());
  else
    print(report, out);
  return report.passed() ? Outcome::success : Outcome::failed_work;
}

}  // namespace

void add_check(CLI::App& cli, Action& chosen) {
  const auto options = std::make_shared<CheckCommand>();
  CLI::App* command =
      add_command(cli, chosen, "check",
                  "Finds what is wrong with a data set; exit 1 where anything is", options, run);
  command->add_option("DIR", options->data, "Folder of the data set")
      ->type_name("FOLDER")
      ->required();
  add_flags(*command, options->check);
  command
      ->add_option("--out", options->out,
                   "Folder for check.json and the contact sheets check-samples.png and "
                   "check-worst.png; else DIR")
      ->type_name("FOLDER");
  options->fix = command
                     ->add_option("--fix-list", options->good_list,
                                  "Write the names of what is good to this file; without a file, "
                                  "leave only those in train.txt and val.txt")
                     ->type_name("FILE")
                     ->expected(0, 1);
  add_overwrite_flag(*command, options->overwrite, "Options");
  add_flags(*command, options->batch);
  command->add_flag("--json", options->json, "Print the report as JSON");
}

}  // namespace shm::tools
