// SPDX-License-Identifier: MIT
// The engine against the original networks (stem of stride 1) at 320x320 with random weights, run
// eagerly by LibTorch, contiguous and in fp32. Each turn runs both, one after the other, so that
// "speedup", the ratio of their medians, holds on a busy machine too.
//   build/bench/engine-bench [--model=FILE --picture=FILE] [--benchmark_filter=...]
// engine/*: the same networks. model/*: a model (default: "default") on a picture, at the model's
// own size.

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string_view>

#include <torch/torch.h>

#include "engine/engine.hpp"
#include "measure.hpp"
#include "model/model_file.hpp"
#include "model/network_input.hpp"
#include "nn/matting_net.hpp"
#include "nn/state.hpp"
#include "shm/machine.hpp"
#include "shm/picture.hpp"

namespace shm::bench {
namespace {

constexpr int threads = 2;
constexpr int side = 320;
constexpr int turns = 20;
constexpr int warm_up = 5;

MattingNet eager_network() {
  MattingNet network(make_shm(1));
  network->eval();
  return network;
}

Safetensors as_file(const MattingNet& network) {
  const auto file = std::filesystem::temp_directory_path() /
                    ("engine-bench-" + std::to_string(::getpid()) + ".safetensors");
  save_state(*network, file, {});
  Safetensors opened = Safetensors::open(file);
  std::filesystem::remove(file);
  return opened;
}

void report(benchmark::State& state, const std::vector<double>& times) {
  state.counters["p50_ms"] = percentile(times, 0.5);
  state.counters["p95_ms"] = percentile(times, 0.95);
}

void run_eager(benchmark::State& state) {
  const c10::InferenceMode inference;
  MattingNet network = eager_network();
  const at::Tensor input = at::randn({1, 3, side, side});
  std::vector<double> times;
  for ([[maybe_unused]] auto _ : state) {
    times.push_back(milliseconds([&] { network->forward(input); }));
    state.SetIterationTime(times.back() / 1e3);
  }
  report(state, times);
}

void measure_beside_eager(benchmark::State& state, Engine& engine, const cv::Mat& input) {
  MattingNet network = eager_network();
  const at::Tensor original = at::randn({1, 3, side, side});
  for (int i = 0; i < warm_up; ++i)
    engine.run(input);
  std::vector<double> times;
  std::vector<double> eager_times;
  for ([[maybe_unused]] auto _ : state) {
    eager_times.push_back(milliseconds([&] { network->forward(original); }));
    engine.run(input);  // what the other left in the caches is not its business
    times.push_back(milliseconds([&] { engine.run(input); }));
    state.SetIterationTime(times.back() / 1e3);
  }
  report(state, times);
  state.counters["speedup"] = percentile(eager_times, 0.5) / percentile(times, 0.5);
}

void run_engine(benchmark::State& state, Precision precision) {
  const c10::InferenceMode inference;
  if (choose_cpu_precision(Precision::automatic, false) != precision &&
      precision != Precision::fp32)
    return state.SkipWithError("this processor does not compute in it");
  const auto engine = make_cpu_engine(as_file(eager_network()), ModelMetadata{}, precision);
  cv::Mat noise(side, side, CV_8UC3);
  cv::randu(noise, 0, 256);
  measure_beside_eager(state, *engine, noise);
}

std::string model_name = "default";  // --model
std::string picture_name;            // --picture

/// What the model sees of the picture.
cv::Mat seen_by(const ModelMetadata& model) {
  const Image picture = read_picture(picture_name, ReadAs::rgb);
  NetworkInput preprocess(model);
  preprocess.run(picture.view(), 0);
  return preprocess.picture().clone();
}

void run_model(benchmark::State& state, Precision precision) {
  const c10::InferenceMode inference;
  if (picture_name.empty()) return state.SkipWithError("--picture names none");
  const ModelFile file = ModelFile::open(find_model(model_name));
  const auto engine = make_cpu_engine(file.weights, file.metadata, precision);
  measure_beside_eager(state, *engine, seen_by(file.metadata));
}

void in_turns(benchmark::internal::Benchmark* benchmark) {
  benchmark->Iterations(turns)->UseManualTime()->Unit(benchmark::kMillisecond);
}

BENCHMARK(run_eager)->Name("eager/fp32")->Apply(in_turns);
BENCHMARK_CAPTURE(run_engine, fp32, Precision::fp32)->Name("engine/fp32")->Apply(in_turns);
BENCHMARK_CAPTURE(run_engine, bf16, Precision::bf16)->Name("engine/bf16")->Apply(in_turns);
BENCHMARK_CAPTURE(run_model, fp32, Precision::fp32)->Name("model/fp32")->Apply(in_turns);
BENCHMARK_CAPTURE(run_model, bf16, Precision::bf16)->Name("model/bf16")->Apply(in_turns);
BENCHMARK_CAPTURE(run_model, int8, Precision::int8)->Name("model/int8")->Apply(in_turns);

/// Takes "--NAME=VALUE" out of the arguments.
void take(const std::string& name, std::string& value, int& argc, char** argv) {
  const std::string prefix = "--" + name + "=";
  const auto end = std::remove_if(argv + 1, argv + argc, [&](const char* argument) {
    const bool found = std::string_view(argument).starts_with(prefix);
    if (found) value = argument + prefix.size();
    return found;
  });
  argc = int(end - argv);
}

}  // namespace
}  // namespace shm::bench

int main(int argc, char** argv) {
  at::set_num_threads(shm::bench::threads);
  benchmark::AddCustomContext("processor", shm::processor_name());
  benchmark::AddCustomContext("threads", std::to_string(shm::bench::threads));
  benchmark::AddCustomContext("original networks", "1 x 3 x 320 x 320");
  shm::bench::take("model", shm::bench::model_name, argc, argv);
  shm::bench::take("picture", shm::bench::picture_name, argc, argv);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
