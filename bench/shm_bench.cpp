// SPDX-License-Identifier: MIT
// The element in pipelines, from a camera's YUY2 to RGBA with alpha: shm-bench --help.

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <vector>

#include "bench_options.hpp"
#include "common/overwrite.hpp"
#include "common/program.hpp"
#include "load.hpp"
#include "measure.hpp"
#include "report.hpp"
#include "shm/error.hpp"
#include "shm/machine.hpp"

namespace {

using shm::bench::Load;
using shm::bench::Options;
using shm::bench::PipelineSetup;
using shm::tools::Outcome;
using Json = nlohmann::ordered_json;

/// A pipeline's figures beside each load; fewer where one cannot be measured.
Json measure_beside(const PipelineSetup& setup, const std::vector<Load>& loads) {
  Json runs = Json::array();
  try {
    for (const Load& load : loads) {
      if (shm::tools::interrupted()) break;
      runs.push_back(shm::bench::measure(setup, load));
      shm::bench::print_run(runs.back());
    }
  } catch (const shm::Error& error) {
    std::fprintf(stderr, "shm-bench: %s, %s: %s\n", setup.size.c_str(), setup.precision.c_str(),
                 error.what());
  }
  shm::bench::compare(runs);
  shm::bench::print_loads(runs);
  return runs;
}

/// Adds a pipeline's figures to `runs`; false where this processor cannot do it.
bool add_runs(const PipelineSetup& setup, const Options& options, Json& runs) {
  const Json added = measure_beside(setup, options.loads());
  runs.insert(runs.end(), added.begin(), added.end());
  return !added.empty();
}

bool none(const std::vector<std::string>& sizes) {
  return sizes == std::vector<std::string>{"0"};
}

Json measure_offline(const Options& options) {
  Json runs = Json::array();
  PipelineSetup setup = options.setup;
  if (none(options.sizes)) return runs;
  for (const std::string& precision : options.precisions)
    for (const int threads : options.threads)
      for (const std::string& size : options.sizes) {
        if (shm::tools::interrupted()) return runs;
        setup.precision = precision;
        setup.threads = threads;
        setup.size = size;
        add_runs(setup, options, runs);
      }
  return runs;
}

Json measure_live(const Options& options) {
  Json runs = Json::array();
  PipelineSetup setup = options.setup;
  if (none(options.live_sizes)) return runs;
  setup.live = true;
  setup.frames = options.live_frames;
  setup.threads = *std::max_element(options.threads.begin(), options.threads.end());
  for (const std::string& size : options.live_sizes) {
    setup.size = size;
    for (auto it = options.precisions.rbegin(); it != options.precisions.rend(); ++it) {
      setup.precision = *it;
      if (shm::tools::interrupted() || add_runs(setup, options, runs)) break;
    }
  }
  return runs;
}

void write_json(const std::string& file, const Json& figures) {
  std::ofstream out(file);
  out << figures.dump(2) << '\n';
  if (!out.flush()) throw shm::WriteError(file + ": cannot be written");
}

Outcome work(const Options& options) {
  shm::tools::require_free("--json", options.json, options.overwrite);
  Json figures = {{"processor", shm::processor_name()}, {"model", options.setup.model}};
  std::printf("processor %s, model %s\n", shm::processor_name().c_str(),
              options.setup.model.c_str());
  figures["pipelines"] = measure_offline(options);
  figures["live"] = measure_live(options);
  if (!options.json.empty()) write_json(options.json, figures);
  const bool any = !figures["pipelines"].empty() || !figures["live"].empty();
  return any ? Outcome::success : Outcome::failed_work;
}

}  // namespace

int main(int argc, char** argv) {
  shm::tools::Program program("shm-bench",
                              "Measures the element in pipelines from a camera's YUY2 to RGBA with "
                              "alpha: each stage, throughput, start, memory, allocations, and a "
                              "live source's share of the processor.");
  Options options;
  shm::bench::add_options(program.cli(), options);
  return program.run(argc, argv, [&] { return work(options); });
}
