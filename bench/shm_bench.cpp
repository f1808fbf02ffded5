// The element in pipelines, from a camera's YUY2 to RGBA with alpha: shm-bench --help.

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <vector>

#include "common/program.hpp"
#include "in_child.hpp"
#include "measure.hpp"
#include "pipeline.hpp"
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
  cli.add_option("--frames", setup.frames, "Frames of each pipeline; times are of the last 300")
      ->check(CLI::Range(20, 10000000));
  cli.add_option("--live", options.live_sizes,
                 "Each WIDTHxHEIGHT of a live source at 30 frames a second, with the most threads "
                 "and the last precision that works; 0: none")
      ->delimiter(',');
  cli.add_option("--live-frames", options.live_frames, "Frames of each live pipeline")
      ->check(CLI::Range(20, 10000000));
  cli.add_option("--json", options.json, "File that gets the figures as JSON");
}

void print_stages(const Json& figures) {
  std::printf("%-12s %8s %8s %8s\n", "ms", "p50", "p95", "p99");
  for (const auto& [stage, ms] : figures.at("stages_ms").items())
    std::printf("%-12s %8.2f %8.2f %8.2f\n", stage.c_str(), ms.at("p50").get<double>(),
                ms.at("p95").get<double>(), ms.at("p99").get<double>());
}

void print_pipeline(const Json& figures) {
  const auto number = [&](const char* field) { return figures.at(field).get<double>(); };
  std::printf("%d frames, %d dropped, %.1f a second, %.0f %% of a core\n",
              figures.at("frames").get<int>(), figures.at("dropped").get<int>(),
              number("frames_per_second"), number("cpu_percent"));
  std::printf("start %.0f ms, memory %.0f MiB, at most %.0f, grown by %.1f\n", number("start_ms"),
              number("memory_mib"), number("peak_memory_mib"), number("memory_growth_mib"));
  std::printf("allocations a frame:");
  for (const auto& [library, calls] : figures.at("allocations_a_frame").items())
    std::printf(" %s %.1f", library.c_str(), calls.get<double>());
  std::printf("\n");
}

void print(const Json& figures) {
  std::printf("\n%s%s, %d threads, %s on %s\n", figures.at("live").get<bool>() ? "live " : "",
              figures.at("size").get<std::string>().c_str(), figures.at("threads").get<int>(),
              figures.at("precision").get<std::string>().c_str(),
              figures.at("device").get<std::string>().c_str());
  print_stages(figures);
  print_pipeline(figures);
}

/// Adds a run's figures to `runs`; false where this processor cannot do it.
bool add_run(const PipelineSetup& setup, Json& runs) {
  try {
    runs.push_back(shm::bench::in_child([&] { return shm::bench::measure_pipeline(setup); }));
  } catch (const shm::Error& error) {
    std::fprintf(stderr, "shm-bench: %s, %s: %s\n", setup.size.c_str(), setup.precision.c_str(),
                 error.what());
    return false;
  }
  print(runs.back());
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
        add_run(setup, runs);
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
      if (shm::tools::interrupted() || add_run(setup, runs)) break;
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
