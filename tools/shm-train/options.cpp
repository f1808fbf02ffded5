// SPDX-License-Identifier: MIT
// The flags of shm-train.

#include "options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <sstream>

#include "common/option_flags.hpp"
#include "shm/data_set.hpp"
#include "shm/error.hpp"
#include "shm/model.hpp"
#include "shm/train_options.hpp"

namespace shm::tools {
namespace {

namespace fs = std::filesystem;

double number(const std::string& text, const std::string& option) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0') throw InvalidOption(option + ": " + text + " is no number");
  return value;
}

/// "DIR" or "DIR=WEIGHT"; its train.txt is the list, where it has one. A folder that is there may
/// have a "=" in its name.
DataFolder parse_folder(const std::string& text) {
  const std::size_t equals = fs::is_directory(text) ? std::string::npos : text.rfind('=');
  DataFolder folder{text.substr(0, equals)};
  if (equals != std::string::npos) folder.weight = number(text.substr(equals + 1), "data");
  const fs::path list = DataSet(folder.folder).train_list();
  if (fs::exists(list)) folder.list = list;
  return folder;
}

std::string text_of(const LossWeights& weights) {
  std::ostringstream text;
  for_each_option<LossWeights>([&](const auto& term) {
    text << (text.view().empty() ? "" : ",") << term.name << "=" << weights.*term.field;
  });
  return text.str();
}

/// "TERM=WEIGHT".
void read_term(const std::string& text, LossWeights& weights) {
  const std::size_t equals = text.find('=');
  bool found = false;
  for_each_option<LossWeights>([&](const auto& term) {
    if (equals == std::string::npos || text.substr(0, equals) != term.name) return;
    weights.*term.field = number(text.substr(equals + 1), "loss");
    found = true;
  });
  if (!found)
    throw InvalidOption("loss: " + text + " is no TERM=WEIGHT such as those of " +
                        text_of(LossWeights{}));
}

std::vector<std::string> named_architectures() {
  const auto names = architecture_names();
  return {names.begin(), names.end()};
}

void in_group(CLI::App& cli, const char* group, std::initializer_list<const char*> flags) {
  for (const char* flag : flags)
    cli.get_option(flag)->group(group);
}

/// What is asked for each time apart from the rest.
void sort_for_help(CLI::App& cli) {
  in_group(cli, "Run",
           {"--data", "--val-data", "--val-list", "--patch_size", "--train_batch", "--lr"});
  in_group(cli, "Network", {"--peer-timeout"});
  in_group(cli, "The original's", {"--dataDir", "--trainData", "--trainList", "--without_gpu"});
}

}  // namespace

void Options::add_to(CLI::App& cli) {
  add_flags(cli, flags_);
  add_flags(cli, train_.samples);
  add_flags(cli, train_);
  sort_for_help(cli);
  cli.get_option("--finetuning")->excludes(cli.get_option("--resume"));
  with_choices(cli.get_option("--architecture"), named_architectures());
  cli.get_option("--loss")
      ->delimiter(',')
      ->type_name("TERM=WEIGHT")
      ->default_str(text_of(LossWeights{}));
}

std::vector<DataFolder> Options::folders() const {
  if (flags_.data.empty()) return {original_folder()};
  std::vector<DataFolder> folders;
  for (const std::string& text : flags_.data)
    folders.push_back(parse_folder(text));
  return folders;
}

DataFolder Options::original_folder() const {
  const fs::path folder = fs::path(flags_.data_dir) / flags_.train_data;
  if (!fs::is_directory(folder))
    throw NotFound("no such folder: " + folder.string() + ": name yours with --data");
  return {folder, 1, flags_.train_list};
}

DataFolder Options::validation(const std::vector<DataFolder>& folders) const {
  const fs::path folder =
      flags_.val_data.empty() ? folders.front().folder : fs::path(flags_.val_data);
  const fs::path list =
      flags_.val_list.empty() ? DataSet(folder).val_list() : fs::path(flags_.val_list);
  if (fs::exists(list) || !flags_.val_list.empty()) return {folder, 1, list};
  return flags_.val_data.empty() ? DataFolder{} : DataFolder{folder};
}

ModelMetadata Options::model() const {
  ModelMetadata model = train_.model;
  if (!flags_.architecture.empty()) model.architecture = flags_.architecture;
  model.stem_stride = flags_.stem_stride;
  model.size = std::max(ModelMetadata::least_size, train_.samples.patch_size);
  model.size_multiple = model.least_multiple();
  return model;
}

TrainOptions Options::train_options() const {
  TrainOptions options = train_;
  options.samples.data = folders();
  options.validation = validation(options.samples.data);
  options.run = fs::path(flags_.save_dir) / flags_.load;
  options.start = flags_.resume       ? TrainStart::resume
                  : flags_.finetuning ? TrainStart::finetuning
                                      : TrainStart::fresh;
  options.precision = parse_precision(flags_.precision);
  for (const std::string& term : flags_.loss)
    read_term(term, options.loss);
  if (flags_.without_gpu) options.device = "cpu";
  options.model = model();
  options.keep_architecture = !flags_.architecture.empty();
  return options;
}

}  // namespace shm::tools
