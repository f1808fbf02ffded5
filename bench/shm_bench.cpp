// A frame's way from a camera's YUY2 to RGBA with alpha, stage by stage: shm-bench --help.

#include <cstdio>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "camera.hpp"
#include "common/program.hpp"
#include "measure.hpp"
#include "shm/compositor.hpp"
#include "shm/error.hpp"
#include "shm/matter.hpp"

namespace {

using shm::bench::milliseconds;
using shm::bench::percentile;
using shm::tools::Outcome;

struct Options {
  shm::MatterOptions matter;
  std::string precision = "auto";
  std::string size = "640x480";
  int frames = 100;
  std::string json;
};

/// Frames before those that count: caches fill, the first weights are laid out.
constexpr int warm_up = 5;

void add_options(CLI::App& cli, Options& options) {
  cli.add_option("--model", options.matter.model, "Model: a file, or a name such as default");
  cli.add_option("--device", options.matter.device, "auto, cpu, cuda or cuda:N");
  cli.add_option("--precision", options.precision, "auto, fp32, bf16 or fp16");
  cli.add_option("--threads", options.matter.threads, "Threads of the CPU; 0: one a core");
  cli.add_option("--size", options.size, "WIDTHxHEIGHT of the frames, pixels");
  cli.add_option("--frames", options.frames, "Frames that are measured")
      ->check(CLI::Range(1, 1000000));
  cli.add_option("--json", options.json, "File that gets the figures as JSON");
}

/// Milliseconds of each frame, by stage.
using Times = std::map<std::string, std::vector<double>>;

class FramePath {
 public:
  FramePath(shm::Matter& matter, int width, int height)
      : matter_(matter),
        camera_(width, height),
        frame_(width, height, shm::PixelFormat::rgba),
        alpha_(width, height, shm::PixelFormat::gray) {}

  std::map<std::string, double> run() {
    camera_.next();
    std::map<std::string, double> times;
    times["convert"] = milliseconds([&] { camera_.convert(frame_); });
    const double matte = milliseconds([&] { matter_.matte(frame_, {}, alpha_.view()); });
    times["preprocess"] = matter_.times().preprocess;
    times["network"] = matter_.times().network;
    times["upsample"] = matter_.times().postprocess;
    times["compose"] =
        milliseconds([&] { compositor_->compose(frame_, alpha_, {}, frame_.view()); });
    times["frame"] = times["convert"] + matte + times["compose"];
    return times;
  }

 private:
  shm::Matter& matter_;
  shm::bench::Camera camera_;
  shm::Image frame_;
  shm::Image alpha_;
  std::unique_ptr<shm::Compositor> compositor_ = shm::Compositor::make();
};

Times measure(FramePath& path, int frames) {
  for (int i = 0; i < warm_up; ++i)
    path.run();
  Times times;
  for (int i = 0; i < frames && !shm::tools::interrupted(); ++i)
    for (const auto& [stage, taken] : path.run())
      times[stage].push_back(taken);
  return times;
}

nlohmann::ordered_json figures(const Options& options, const shm::MatterInfo& info,
                               const Times& times) {
  nlohmann::ordered_json out = {{"processor", shm::bench::processor()},
                                {"device", info.device},
                                {"threads", info.threads},
                                {"precision", shm::to_string(info.precision)},
                                {"model", options.matter.model},
                                {"size", options.size},
                                {"frames", times.at("frame").size()}};
  for (const char* stage : {"convert", "preprocess", "network", "upsample", "compose", "frame"})
    for (const int share : {50, 95, 99})
      out["stages"][stage]["p" + std::to_string(share)] =
          percentile(times.at(stage), share / 100.0);
  return out;
}

void print_table(const nlohmann::ordered_json& figures) {
  for (const auto& [name, value] : figures.items())
    if (name != "stages")
      std::printf("%-10s %s\n", name.c_str(),
                  (value.is_string() ? value.get<std::string>() : value.dump()).c_str());
  std::printf("\n%-10s %9s %9s %9s\n", "ms", "p50", "p95", "p99");
  for (const auto& [stage, ms] : figures.at("stages").items())
    std::printf("%-10s %9.2f %9.2f %9.2f\n", stage.c_str(), ms.at("p50").get<double>(),
                ms.at("p95").get<double>(), ms.at("p99").get<double>());
}

void write_json(const std::string& file, const nlohmann::ordered_json& figures) {
  std::ofstream out(file);
  out << figures.dump(2) << '\n';
  if (!out.flush()) throw shm::WriteError(file + ": cannot be written");
}

Outcome work(Options options) {
  const auto [width, height] = shm::bench::parse_size(options.size);
  options.matter.precision = shm::parse_precision(options.precision);
  const auto matter = shm::Matter::open(options.matter);
  if (!matter->info().fallback.empty())
    std::fprintf(stderr, "shm-bench: %s; using the CPU\n", matter->info().fallback.c_str());
  FramePath path(*matter, width, height);
  const auto result = figures(options, matter->info(), measure(path, options.frames));
  print_table(result);
  if (!options.json.empty()) write_json(options.json, result);
  return Outcome::success;
}

}  // namespace

int main(int argc, char** argv) {
  shm::tools::Program program(
      "shm-bench",
      "Measures a frame's way from a camera's YUY2 to RGBA with alpha, in milliseconds.");
  Options options;
  add_options(program.cli(), options);
  return program.run(argc, argv, [&] { return work(options); });
}
