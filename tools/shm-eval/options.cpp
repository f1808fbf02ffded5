// SPDX-License-Identifier: MIT
// The flags of shm-eval.

#include "shm-eval/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <vector>

#include "common/option_flags.hpp"
#include "common/overwrite.hpp"
#include "shm/data_set.hpp"
#include "shm/error.hpp"
#include "shm/machine.hpp"
#include "shm/options.hpp"
#include "shm/prep_options.hpp"

namespace shm::tools {
namespace {

std::vector<std::string> metric_names() {
  std::vector<std::string> names;
  for (const MetricField& metric : metric_fields)
    names.emplace_back(metric.name);
  return names;
}

void add_sources(CLI::App& cli, Options& options) {
  const auto folder = [&](const char* name, auto& value, const char* text) {
    return cli.add_option(name, value, text)->type_name("FOLDER");
  };
  CLI::Option* pred = folder("--pred", options.pred, "Folder of the alphas to judge");
  add_flag(cli, option_of(&ModelOptions::model), options.matter)
      ->description("Judge a model: its file, or a name such as default")
      ->excludes(pred);
  folder("--data", options.data, "Folder with image/, and the truth in alpha/ or mask/");
  folder("--truth", options.truth, "Folder of true alphas, instead of one in --data");
  cli.add_option("--list", options.list, "File that names the pictures to take, one a line")
      ->type_name("FILE");
  folder("--trimap", options.trimap, "Folder of trimaps: only what is unknown counts");
  folder("--ignore", options.ignore,
         "Folder of maps: what is not black does not count; pictures may lack one");
  cli.add_flag("--sequence", options.sequence,
               "The pictures are the frames of one video, in order of name: gives dtSSD");
}

void add_model_options(CLI::App& cli, Options& options) {
  std::vector<CLI::Option*> added = add_flags(cli, options.matter);
  for (CLI::Option* option : add_flags(cli, options.matte))
    added.push_back(option);
  added.push_back(
      add_flag(cli, option_of(&FrameOptions::skip_static), options.matte)
          ->description("Keep alpha while a --sequence stands still, as live streams do"));
  for (CLI::Option* option : added)
    option->needs("--model")->group("Model");
}

void add_reports(CLI::App& cli, Options& options) {
  const auto add = [&](const std::string& name, auto& value, const std::string& text) {
    return cli.add_option(name, value, text)->type_name("FILE")->group("Reports");
  };
  add("--json", options.json, "Write all figures as JSON, to the terminal or a file")
      ->expected(0, 1)
      ->default_str("-");
  add("--csv", options.csv, "Write a line for each picture, to the terminal or a file")
      ->expected(0, 1)
      ->default_str("-");
  add("--sheet", options.sheet, "Write a contact sheet of the worst 16, as PNG say");
  add_overwrite_flag(cli, options.overwrite, "Reports");
  with_choices(add("--worst-by", options.worst_by, "The metric that says which are the worst"),
               metric_names());
}

std::filesystem::path truth_in(const DataSet& data) {
  for (const Part part : {Part::alpha, Part::mask})
    if (std::filesystem::is_directory(data.folder(part))) return data.folder(part);
  throw NotFound("neither alpha/ nor mask/ in " + data.root().string() +
                 ": name the folder of the truth with --truth");
}

}  // namespace

void Options::check() const {
  if (pred.empty() == matter.model.empty()) throw InvalidOption("give one of --pred and --model");
  if (truth.empty() && data.empty()) throw InvalidOption("give --truth or --data");
  if (!matter.model.empty() && data.empty())
    throw InvalidOption("--model needs --data for its pictures");
  matte.check();
}

Folders Options::folders() const {
  const DataSet set(data);
  const std::filesystem::path images = data.empty() ? data : set.folder(Part::image);
  return {.alphas = matter.model.empty() ? pred : images,
          .truths = truth.empty() ? truth_in(set) : truth,
          .trimaps = trimap,
          .ignored = ignore,
          .photographs = std::filesystem::is_directory(images) ? images : ""};
}

MetricField Options::worst_metric() const {
  return *std::find_if(metric_fields.begin(), metric_fields.end(),
                       [&](const MetricField& metric) { return metric.name == worst_by; });
}

int Options::threads_of_work() const {
  if (!matter.model.empty()) return 1;  // the network has all threads
  return jobs > 0 ? jobs : usable_cores();
}

void add_options(CLI::App& cli, Options& options) {
  add_sources(cli, options);
  add_model_options(cli, options);
  add_reports(cli, options);
  add_flag(cli, Option{&Options::jobs, option_of(&BatchOptions::jobs)}, options)
      ->description("Pictures of --pred at work at once; 0: one a core");
}

}  // namespace shm::tools
