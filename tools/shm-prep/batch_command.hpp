// SPDX-License-Identifier: MIT
// What subcommands on many pictures share.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <string>

#include "commands.hpp"
#include "common/program.hpp"
#include "console.hpp"
#include "shm/batch.hpp"
#include "shm/data_set.hpp"
#include "shm/list_file.hpp"
#include "shm/trimap.hpp"

namespace shm::tools {

/// The options of every subcommand that works on many pictures.
struct BatchFlags {
  BatchOptions batch;
  std::string shard = "1/1";
  bool json = false;

  void add_to(CLI::App& command);
  BatchOptions options() const;
};

/// Which pictures of a folder: --list, or all.
struct ListFlag {
  std::filesystem::path list;

  void add_to(CLI::App& command);
  NameList names_in(const std::filesystem::path& folder) const;
};

/// Which pictures of a data set: --data and --list.
struct DataFlags {
  std::filesystem::path data;
  ListFlag list;

  void add_to(CLI::App& command);
  NameList names() const { return list.names_in(DataSet(data).folder(Part::image)); }
};

/// A subcommand whose options are an `Options`, with `BatchFlags batch` among them; `run` is called
/// where it was chosen.
template <typename Options>
CLI::App* add_command(CLI::App& cli, Action& chosen, const char* name, const char* description,
                      std::shared_ptr<Options> options, Outcome (*run)(const Options&)) {
  CLI::App* command = cli.add_subcommand(name, description);
  command->fallthrough();  // --config may stand after the subcommand
  command->callback([=, &chosen] { chosen = [=] { return run(*options); }; });
  return command;
}

/// --relative and --size exclude each other.
void add_trimap_flags(CLI::App& command, TrimapOptions& options);

/// Runs a batch under the eyes of a Console and prints what became of it.
Outcome run_batch(const BatchFlags& flags,
                  const std::function<BatchReport(const BatchOptions&, BatchObserver&)>& work);

}  // namespace shm::tools
