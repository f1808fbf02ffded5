// SPDX-License-Identifier: MIT
// The flags of shm-bench.
#include "bench_options.hpp"

#include <CLI/CLI.hpp>

#include "common/option_flags.hpp"
#include "common/overwrite.hpp"
#include "pipeline_text.hpp"
#include "shm/options.hpp"

namespace shm::bench {
namespace {

constexpr OptionFacts frames_range = {.least = 20, .most = 1e7};
constexpr OptionFacts seconds_range = {.least = 0, .most = 1e6};
constexpr OptionFacts loops_range = {.least = 0, .most = 1000};
constexpr OptionFacts pipelines_range = {.least = 1, .most = 100};

CLI::Validator is_size() {
  return {[](const std::string& text) {
            return text == "0" || read_size(text) ? std::string() : size_fault(text);
          },
          ""};
}

void add_element_options(CLI::App& cli, Options& options) {
  PipelineSetup& setup = options.setup;
  cli.add_option("--model", setup.model, option_of(&ModelOptions::model).blurb);
  cli.add_option("--device", setup.device, option_of(&ModelOptions::device).blurb);
  tools::with_choices(cli.add_option("--precision", options.precisions,
                                     "Each arithmetic of the network to measure"),
                      tools::choice_names<Precision>())
      ->delimiter(',');
  cli.add_option("--threads", options.threads, "Numbers of threads of the CPU")
      ->delimiter(',')
      ->check(tools::in_range<int>(option_of(&ModelOptions::threads)));
  cli.add_option("--size", options.sizes, "Each WIDTHxHEIGHT of the frames, pixels; 0: none")
      ->delimiter(',')
      ->check(is_size());
  cli.add_option("--working-size", setup.working_size, option_of(&FrameOptions::size).blurb)
      ->check(tools::in_range<int>(option_of(&FrameOptions::size)));
  cli.add_option("--plugin", setup.plugin,
                 "The element's plugin: another build's to compare with, and that build's library "
                 "in the environment's SHM_LIBRARY")
      ->check(CLI::ExistingFile);
  cli.add_option("--properties", setup.properties, "More of the element's, such as \"temporal=0\"");
}

void add_source_options(CLI::App& cli, Options& options) {
  PipelineSetup& setup = options.setup;
  cli.add_option("--picture", setup.picture, "Picture that the frames show, such as a person's")
      ->check(CLI::ExistingFile);
  const auto shows = [&setup](Scene scene) { return [&setup, scene] { setup.scene = scene; }; };
  CLI::Option* const still = cli.add_flag_callback(
      "--still", shows(Scene::still),
      "Each frame shows the picture with noise of its own, as a camera sees what stands still; "
      "else all are the very same frame");
  cli.add_flag_callback("--moving", shows(Scene::moving),
                        "The same, swaying by 2 pixels a frame: nothing stands still")
      ->excludes(still);
}

void add_length_options(CLI::App& cli, Options& options) {
  PipelineSetup& setup = options.setup;
  cli.add_option("--frames", setup.frames, "Frames of each pipeline; times are of the last 300")
      ->check(tools::in_range<int>(frames_range));
  cli.add_option("--live-frames", options.live_frames,
                 "Frames of each live pipeline, with those it misses: 300 are 10 seconds")
      ->check(tools::in_range<int>(frames_range));
  cli.add_option("--seconds", setup.longest,
                 "Seconds after which a pipeline ends in any case; 0: when its frames are over")
      ->check(tools::in_range<double>(seconds_range));
}

void add_load_options(CLI::App& cli, Options& options) {
  cli.add_option("--busy", options.busy,
                 "Each number of busy loops, processes of their own, beside every pipeline; with 0 "
                 "among them the others' times are compared with that one's")
      ->delimiter(',')
      ->check(tools::in_range<int>(loops_range));
  cli.add_option("--elements", options.elements,
                 "Beside the rows of --busy one of so many such pipelines in one process at once")
      ->check(tools::in_range<int>(pipelines_range));
  cli.add_option("--processes", options.processes,
                 "The same, each pipeline in a process of its own")
      ->check(tools::in_range<int>(pipelines_range));
}

}  // namespace

std::vector<Load> Options::loads() const {
  std::vector<Load> loads;
  for (const int loops : busy)
    loads.push_back({.busy = loops});
  if (elements > 1) loads.push_back({.elements = elements});
  if (processes > 1) loads.push_back({.processes = processes});
  return loads;
}

void add_options(CLI::App& cli, Options& options) {
  add_element_options(cli, options);
  add_source_options(cli, options);
  add_length_options(cli, options);
  cli.add_option("--live", options.live_sizes,
                 "Each WIDTHxHEIGHT of a live source at 30 frames a second, with the most threads "
                 "and the last precision that works; 0: none")
      ->delimiter(',')
      ->check(is_size());
  add_load_options(cli, options);
  cli.add_option("--json", options.json, "File that gets the figures as JSON");
  tools::add_overwrite_flag(cli, options.overwrite, "Options");
}

}  // namespace shm::bench
