// The engine against the same networks run eagerly by LibTorch, contiguous and in fp32: the
// original networks (stem of stride 1) at 320x320 with random weights. Each turn runs both, one
// after the other, so that "speedup", the ratio of their medians, holds on a busy machine too.
//   build/bench/engine-bench [--benchmark_filter=...]

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <filesystem>

#include <torch/torch.h>

#include "infer/engine.hpp"
#include "measure.hpp"
#include "nn/shm_net.hpp"
#include "nn/state.hpp"

namespace shm::bench {
namespace {

constexpr int threads = 2;
constexpr int side = 320;
constexpr int turns = 20;

ShmNet eager_network() {
  ShmNet network;
  network->eval();
  return network;
}

Safetensors as_file(const ShmNet& network) {
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
  ShmNet network = eager_network();
  const at::Tensor input = at::randn({1, 3, side, side});
  std::vector<double> times;
  for (auto _ : state) {
    times.push_back(milliseconds([&] { network->forward(input); }));
    state.SetIterationTime(times.back() / 1e3);
  }
  report(state, times);
}

void run_engine(benchmark::State& state, Precision precision) {
  const c10::InferenceMode inference;
  if (choose_precision(Precision::automatic, at::kCPU) != precision && precision != Precision::fp32)
    return state.SkipWithError("this processor does not compute in it");
  ShmNet network = eager_network();
  Engine engine(as_file(network), ModelMetadata{}, at::kCPU, precision);
  const at::Tensor input = at::randn({1, 3, side, side});
  engine.run(input);
  std::vector<double> times;
  std::vector<double> eager_times;
  for (auto _ : state) {
    eager_times.push_back(milliseconds([&] { network->forward(input); }));
    times.push_back(milliseconds([&] { engine.run(input); }));
    state.SetIterationTime(times.back() / 1e3);
  }
  report(state, times);
  state.counters["speedup"] = percentile(eager_times, 0.5) / percentile(times, 0.5);
}

BENCHMARK(run_eager)
    ->Name("eager/fp32")
    ->Iterations(turns)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_engine, fp32, Precision::fp32)
    ->Name("engine/fp32")
    ->Iterations(turns)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_engine, bf16, Precision::bf16)
    ->Name("engine/bf16")
    ->Iterations(turns)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace shm::bench

int main(int argc, char** argv) {
  at::set_num_threads(shm::bench::threads);
  benchmark::AddCustomContext("processor", shm::bench::processor());
  benchmark::AddCustomContext("threads", std::to_string(shm::bench::threads));
  benchmark::AddCustomContext("input", "1 x 3 x 320 x 320");
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
