// SPDX-License-Identifier: MIT
// shm-prep list.

#include <cstdio>
#include <nlohmann/json.hpp>

#include "batch_command.hpp"
#include "common/option_flags.hpp"
#include "shm/prep_options.hpp"
#include "shm/split.hpp"

namespace shm::tools {
namespace {

struct ListCommand {
  std::filesystem::path data;
  double val = AisegmentOptions{}.val_fraction;
  bool json = false;
};

Outcome run(const ListCommand& options) {
  const DataSet data(options.data);
  const Split split = write_lists(data, options.val);
  const std::size_t train = split.train.size(), val = split.val.size();
  const std::size_t left_out = data.names().size() - train - val;
  if (options.json)
    std::puts(nlohmann::ordered_json{{"train", train}, {"val", val}, {"left_out", left_out}}
                  .dump(2)
                  .c_str());
  else
    std::printf(
        "%zu pictures in train.txt, %zu in val.txt, %zu left out: not all parts are there\n", train,
        val, left_out);
  return Outcome::success;
}

}  // namespace

void add_list(CLI::App& cli, Action& chosen) {
  const auto options = std::make_shared<ListCommand>();
  CLI::App* command = add_command(
      cli, chosen, "list",
      "train.txt and val.txt of the pictures that have all parts, split by a hash of the name",
      options, run);
  command->add_option("DIR", options->data, "Folder of the data set")
      ->type_name("FOLDER")
      ->required();
  add_flag(*command, Option{&ListCommand::val, val_fraction_facts}, *options);
  command->add_flag("--json", options->json, "Print the summary as JSON");
}

}  // namespace shm::tools
