// The element in pipelines, from a camera's YUY2 to RGBA with alpha: shm-bench --help.

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <vector>

#include "busy_loops.hpp"
#include "common/program.hpp"
#include "in_child.hpp"
#include "measure.hpp"
#include "pipeline.hpp"
#include "report.hpp"
#include "shm/error.hpp"

namespace {

using shm::bench::PipelineSetup;
using shm::tools::Outcome;
using Json = nlohmann::ordered_json;

struct Options {
  PipelineSetup setup;
  std::vector<std::string> sizes = {"640x480", "1280x720", "1920x1080"};
  std::vector<std::string> live_sizes = {"640x480", "1280x720"};
  std::vector<std::string> precisions = {"fp32", "bf16", "int8"};
  std::vector<int> threads = {1, 2};
  int live_frames = 300;
  std::vector<int> busy = {0};
  std::string json;
};

void add_options(CLI::App& cli, Options& options) {
  PipelineSetup& setup = options.setup;
  cli.add_option("--model", setup.model, "Model: a file, or a name such as default");
  cli.add_option("--device", setup.device, "auto, cpu, cuda or cuda:N");
  cli.add_option("--precision", options.precisions, "Each of auto, fp32, bf16, fp16, int8")
      ->delimiter(',');
  cli.add_option("--threads", options.threads, "Numbers of threads of the CPU")->delimiter(',');
  cli.add_option("--size", options.sizes, "Each WIDTHxHEIGHT of the frames, pixels; 0: none")
      ->delimiter(',');
  cli.add_option("--working-size", setup.working_size,
                 "Longer side at which the network works, pixels; 0: the model's own");
  cli.add_option("--picture", setup.picture, "Picture that the frames show, such as a person's");
  cli.add_flag_function(
      "--still", [&](auto) { setup.motion = shm::bench::Motion::noisy; },
      "The picture stands still before a camera that has noise");
  cli.add_flag_function(
      "--moving", [&](auto) { setup.motion = shm::bench::Motion::moving; },
      "The picture moves to and fro, by up to 3 pixels a frame");
  cli.add_option("--frames", setup.frames, "Frames of each pipeline; times are of the last 300")
      ->check(CLI::Range(20, 10000000));
  cli.add_option("--live", options.live_sizes,
                 "Each WIDTHxHEIGHT of a live source at 30 frames a second, with the most threads "
                 "and the last precision that works; 0: none")
      ->delimiter(',');
  cli.add_option("--live-frames", options.live_frames, "Frames of each live pipeline")
      ->check(CLI::Range(20, 10000000));
  cli.add_option("--busy", options.busy,
                 "Each number of busy loops, processes of their own, beside every pipeline; with 0 "
                 "among them the others' times are compared with that one's")
      ->delimiter(',')
      ->check(CLI::Range(0, 1000));
  cli.add_option("--json", options.json, "File that gets the figures as JSON");
}

void add_ratios(Json& runs) {
  const auto quiet =
      std::find_if(runs.begin(), runs.end(), [](const Json& run) { return run["busy"] == 0; });
  if (quiet == runs.end()) return;
  const Json at_rest = quiet->at("stages_ms").at("total");
  for (Json& run : runs)
    for (const char* quantile : {"p50", "p95"})
      run["to_quiet"][quantile] =
          run["stages_ms"]["total"][quantile].get<double>() / at_rest.at(quantile).get<double>();
}

/// One pipeline beside each number of busy loops, one after the other.
Json measure_beside(const PipelineSetup& setup, const std::vector<int>& busy) {
  Json runs = Json::array();
  for (const int loops : busy) {
    if (shm::tools::interrupted()) break;
    const shm::bench::BusyLoops others(loops);
    Json run = shm::bench::in_child([&] { return shm::bench::measure_pipeline(setup); });
    run["busy"] = loops;
    shm::bench::print_run(run);
    runs.push_back(std::move(run));
  }
  add_ratios(runs);
  shm::bench::print_loads(runs);
  return runs;
}

/// Adds a pipeline's figures to `runs`; false where this processor cannot do it.
bool add_runs(const PipelineSetup& setup, const Options& options, Json& runs) {
  try {
    for (Json& run : measure_beside(setup, options.busy))
      runs.push_back(std::move(run));
  } catch (const shm::Error& error) {
    std::fprintf(stderr, "shm-bench: %s, %s: %s\n", setup.size.c_str(), setup.precision.c_str(),
                 error.what());
    return false;
  }
  return true;
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
  Json figures = {{"processor", shm::bench::processor()}, {"model", options.setup.model}};
  std::printf("processor %s, model %s\n", shm::bench::processor().c_str(),
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
  add_options(program.cli(), options);
  return program.run(argc, argv, [&] { return work(options); });
}
