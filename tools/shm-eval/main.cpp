// SPDX-License-Identifier: MIT
// shm-eval: how good are mattes?

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>

#include "common/overwrite.hpp"
#include "common/program.hpp"
#include "common/progress.hpp"
#include "common/report_file.hpp"
#include "shm-eval/evaluation.hpp"
#include "shm-eval/options.hpp"
#include "shm-eval/report.hpp"
#include "shm-eval/worst_alphas.hpp"
#include "shm/error.hpp"
#include "shm/matter.hpp"
#include "shm/picture.hpp"
#include "shm/whole_file.hpp"

namespace shm::tools {
namespace {

constexpr std::size_t sheet_rows = 16;

AlphaSource files() {
  return [](const Sample& sample) { return read_matte(sample.alpha); };
}

AlphaSource model(const Options& options) {
  std::shared_ptr<Matter> matter = Matter::open(options.matter);
  const MatterInfo& info = matter->info();
  std::fprintf(stderr, "%s on %s, %s\n", info.name.c_str(), info.device.c_str(),
               to_string(info.precision).c_str());
  FrameOptions look = options.matte;
  look.single = !options.sequence;
  return [matter, look, sequence = options.sequence](const Sample& sample) {
    const Image photograph = read_picture(sample.alpha, ReadAs::rgb);
    Plane alpha(photograph.width(), photograph.height());
    if (!sequence) matter->reset();
    matter->matte(photograph, look, alpha.view());
    return alpha;
  };
}

/// Writes a report where the user wants it; whether that was the terminal.
bool deliver(const std::string& report, const std::string& to) {
  if (to == "-")
    std::fputs(report.c_str(), stdout);
  else
    write_whole_file(to, report);
  return to == "-";
}

void report(const std::vector<Result>& results, const Options& options) {
  bool shown = false;
  if (!options.json.empty()) shown |= deliver(json_report(results), options.json);
  if (!options.csv.empty()) shown |= deliver(csv_report(results), options.csv);
  if (!shown) std::fputs(table(results, options.worst_metric(), options.sequence).c_str(), stdout);
}

void make_room_for_reports(const Options& options) {
  require_free("--json", options.json, options.overwrite);
  require_free("--csv", options.csv, options.overwrite);
  require_free("--sheet", options.sheet, options.overwrite);
  make_room_for(options.json);
  make_room_for(options.csv);
  make_room_for_sheet(options.sheet);
}

Outcome run(const Options& options) {
  options.check();
  make_room_for_reports(options);
  const std::vector<Sample> samples = find_samples(options.folders(), options.list);
  WorstAlphas worst(options.worst_metric(), options.sheet.empty() ? 0 : sheet_rows);
  const AlphaSource source = options.matter.model.empty() ? files() : model(options);
  Progress progress("pictures", std::int64_t(samples.size()));
  const std::vector<Result> results =
      evaluate(samples, source, {options.sequence, options.threads_of_work()}, worst, progress);
  progress.finish();
  report(results, options);
  if (!worst.empty()) write_picture(options.sheet, worst.sheet(samples));
  const bool all = std::all_of(results.begin(), results.end(),
                               [](const Result& result) { return result.error.empty(); });
  return all ? Outcome::success : Outcome::failed_work;
}

}  // namespace
}  // namespace shm::tools

int main(int argc, char** argv) {
  shm::tools::Program program("shm-eval",
                              "Compares mattes with the truth, by the field's metrics.");
  shm::tools::Options options;
  shm::tools::add_options(program.cli(), options);
  program.set_rare({"Model"});
  program.add_example("shm-eval --model default --data DATA --list DATA/val.txt --sheet worst.png",
                      "how good the default model is, and where it is worst");
  program.add_example("shm-eval --pred alphas --truth DATA/alpha",
                      "how good alphas are that some other program made");
  return program.run(argc, argv, [&] { return shm::tools::run(options); });
}
