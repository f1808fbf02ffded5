// SPDX-License-Identifier: MIT
// Holds what a GPU makes of frames to what the CPU makes of them by the same code, and measures it.
//
//   gpu-check            what this machine has: equality, memory, speed
//   gpu-check --equal    equality alone, of small frames: for compute-sanitizer
//
// Without a GPU it says so and runs the CPU's part alone. Exits with 1 where something differs.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "base/cuda_driver.hpp"
#include "gpu/device_memory.hpp"
#include "gpu/frame_work.hpp"
#include "kernels/cuda/on_cpu.hpp"
#include "shm/error.hpp"

namespace shm::cuda {
namespace {

using CpuWork = FrameWork<OnCpu, HostBuffer>;
using GpuWork = FrameWork<OnGpu, DeviceBuffer>;

constexpr int allowed = 2;  ///< of 255

struct Difference {
  int largest = 0;
  double share = 0;  ///< of numbers that differ
};

/// In 255ths.
int steps_between(std::uint8_t a, std::uint8_t b) {
  return std::abs(int(a) - int(b));
}
/// The network's numbers lie between -1 and 1, where halves are at most 1/2048 apart.
int steps_between(Half a, Half b) {
  const auto value = [](Half half) {
    const int bits = int(half), exponent = bits >> 10 & 31;
    const double size =
        std::ldexp((exponent > 0 ? 1024 : 0) + (bits & 1023), std::max(exponent, 1) - 25);
    return bits & 0x8000 ? -size : size;
  };
  return int(std::lround(std::abs(value(a) - value(b)) * 255));
}

template <typename T>
Difference difference(const std::vector<T>& a, const std::vector<T>& b) {
  Difference found;
  std::size_t different = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    found.largest = std::max(found.largest, steps_between(a[i], b[i]));
    different += a[i] != b[i];
  }
  found.share = double(different) / double(std::max<std::size_t>(1, a.size()));
  return found;
}

/// Prints a row; whether it is well.
bool report(const char* what, const Difference& found) {
  std::printf("| %s | %d | %.4f %% | %s |\n", what, found.largest, 100 * found.share,
              found.largest <= allowed ? "equal" : "DIFFERENT");
  return found.largest <= allowed;
}

bool compare(const FrameResults& a, const FrameResults& b) {
  bool equal = report("network input", difference(a.network_input, b.network_input));
  equal = report("cut-out", difference(a.cut_out, b.cut_out)) && equal;
  return report("composite", difference(a.composite, b.composite)) && equal;
}

template <typename Work>
void run_frames(Work& work, const FrameSizes& sizes, int frames) {
  for (int number = 0; number < frames; ++number) {
    const MadeUpFrame frame(sizes, number);
    work.upload(frame.nv12(), frame.network_alpha());
    work.run();
  }
}

/// Of the last of some frames, each of which depends on those before.
template <typename Device, template <typename> class Buffer>
bool equals_cpu(const Device& device, const FrameSizes& sizes) {
  constexpr int frames = 6;
  std::printf("\n%d x %d, frame %d against the CPU's, in 255ths (%d are allowed):\n\n", sizes.width,
              sizes.height, frames, allowed);
  std::printf(
      "| result | largest difference | numbers that differ | |\n| --- | --- | --- | --- |\n");
  CpuWork want(OnCpu{}, sizes);
  FrameWork<Device, Buffer> got(device, sizes);
  run_frames(want, sizes, frames);
  run_frames(got, sizes, frames);
  return compare(want.results(), got.results());
}

/// Whether so many frames and streams that come and go leave the GPU's memory as it was.
bool leaks_nothing() {
  constexpr int frames = 10000, streams = 20;
  const FrameSizes sizes = sizes_of(640, 360);
  const auto free_memory = [] {
    std::size_t free = 0, all = 0;
    check(cudaMemGetInfo(&free, &all), "asking for free memory");
    return free;
  };
  GpuWork(OnGpu(nullptr), sizes).run();  // what the driver takes once
  check(cudaDeviceSynchronize(), "running frames");
  const std::size_t before = free_memory();
  for (int stream = 0; stream < streams; ++stream) {
    GpuWork work(OnGpu(nullptr), sizes);
    for (int frame = 0; frame < frames / streams; ++frame)
      work.run();
    check(cudaDeviceSynchronize(), "running frames");
  }
  const std::size_t after = free_memory();
  std::printf("\nFree memory before and after %d frames of %d streams: %zu and %zu bytes.\n",
              frames, streams, before, after);
  return after >= before;
}

double attribute(cudaDeviceAttr what) {
  int value = 0;
  check(cudaDeviceGetAttribute(&value, what, 0), "asking for an attribute");
  return value;
}

/// Bytes a second that the memory can give; 0: the driver does not say.
double bandwidth() {
  return 2 * 1000 * attribute(cudaDevAttrMemoryClockRate) *
         attribute(cudaDevAttrGlobalMemoryBusWidth) / 8;
}

/// Milliseconds of each of some frames, sorted.
template <typename Run>
std::vector<float> times_of(const Run& run) {
  constexpr int warm_up = 50, frames = 500;
  const GpuEvent begin, end;
  std::vector<float> times;
  for (int frame = 0; frame < warm_up + frames; ++frame) {
    begin.record();
    run();
    end.record();
    const float time = end.since(begin);
    if (frame >= warm_up) times.push_back(time);
  }
  std::sort(times.begin(), times.end());
  return times;
}

void print_times(const FrameSizes& sizes, const char* memory, const std::vector<float>& times,
                 double bound) {
  const double p50 = times[times.size() / 2], p95 = times[times.size() * 95 / 100];
  std::printf("| %d x %d | %s | %.3f | %.3f | %.1f %% |\n", sizes.width, sizes.height, memory, p50,
              p95, 100 * bound / p50);
}

void measure_device_memory(const FrameSizes& sizes) {
  GpuWork work(OnGpu(nullptr), sizes);
  run_frames(work, sizes, 1);
  const double bound = bandwidth() > 0 ? 1000 * work.least_bytes() / bandwidth() : 0;
  print_times(sizes, "the GPU's", times_of([&] { work.run(); }), bound);
}

/// One upload and one download for each frame, one after the other.
void measure_system_memory(const FrameSizes& sizes) {
  GpuWork work(OnGpu(nullptr), sizes);
  PinnedBytes in(work.frame().bytes()), out(work.cut_out().bytes());
  std::memcpy(in.data(), MadeUpFrame(sizes, 0).nv12().data(), work.frame().bytes());
  const auto run = [&] {
    check(cudaMemcpyAsync(work.frame().data(), in.data(), work.frame().bytes(),
                          cudaMemcpyHostToDevice),
          "uploading");
    work.run();
    check(cudaMemcpyAsync(out.data(), work.cut_out().data(), work.cut_out().bytes(),
                          cudaMemcpyDeviceToHost),
          "downloading");
  };
  print_times(sizes, "the machine's, pinned", times_of(run), 0);
}

/// Frames a second of so many streams together.
double frames_a_second(int count, const FrameSizes& sizes) {
  constexpr int frames = 300;
  std::vector<std::unique_ptr<GpuStream>> streams;
  std::vector<std::unique_ptr<GpuWork>> works;
  for (int i = 0; i < count; ++i) {
    streams.push_back(std::make_unique<GpuStream>());
    works.push_back(std::make_unique<GpuWork>(OnGpu(streams.back()->get()), sizes));
    run_frames(*works.back(), sizes, 1);
  }
  check(cudaDeviceSynchronize(), "running frames");
  const auto begin = std::chrono::steady_clock::now();
  for (int frame = 0; frame < frames; ++frame)
    for (const auto& work : works)
      work->run();
  check(cudaDeviceSynchronize(), "running frames");
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  return frames * count / seconds.count();
}

void measure_all() {
  std::printf(
      "\nMilliseconds of all that is done with a frame but the network, from NV12 to a "
      "cut-out with despill and a composite before\nthe blurred room. The bound: what the "
      "GPU's memory needs to read the frame and to write both once.\n\n");
  std::printf("| frame | memory | p50 | p95 | bound / p50 |\n| --- | --- | --- | --- | --- |\n");
  for (const FrameSizes& sizes :
       {sizes_of(1280, 720), sizes_of(1920, 1080), sizes_of(3840, 2160)}) {
    measure_device_memory(sizes);
    measure_system_memory(sizes);
  }
  std::printf("\n| streams of 1920 x 1080 | frames a second together |\n| --- | --- |\n");
  for (const int count : {1, 2, 4, 8, 16})
    std::printf("| %d | %.0f |\n", count, frames_a_second(count, sizes_of(1920, 1080)));
}

void name_gpu() {
  cudaDeviceProp properties{};
  check(cudaGetDeviceProperties(&properties, 0), "asking for the GPU's name");
  int driver = 0, runtime = 0;
  check(cudaDriverGetVersion(&driver), "asking for the driver's version");
  check(cudaRuntimeGetVersion(&runtime), "asking for the run-time's version");
  std::printf("GPU: %s, compute capability %d.%d, driver for CUDA %d.%d, built with CUDA %d.%d.\n",
              properties.name, properties.major, properties.minor, driver / 1000,
              driver % 1000 / 10, runtime / 1000, runtime % 1000 / 10);
}

bool check_equality(bool small) {
  bool equal = true;
  for (const FrameSizes& sizes : {sizes_of(161, 119), sizes_of(639, 361), sizes_of(1920, 1080)})
    if (!small || sizes.width < 640)
      equal = equals_cpu<OnGpu, DeviceBuffer>(OnGpu(nullptr), sizes) && equal;
  return equal;
}

bool on_gpu(bool small) {
  name_gpu();
  const bool equal = check_equality(small);
  if (small) return equal;
  const bool tight = leaks_nothing();
  measure_all();
  return equal && tight;
}

/// The CPU against itself: that the check can be run.
bool on_cpu_alone(const char* why) {
  std::printf("No GPU: %s.\nThe CPU's part alone:\n", why);
  return equals_cpu<OnCpu, HostBuffer>(OnCpu{}, sizes_of(161, 119));
}

bool run(bool small) {
  try {
    check_gpu(0);
  } catch (const DeviceError& error) {
    return on_cpu_alone(error.what());
  }
  return on_gpu(small);
}

}  // namespace
}  // namespace shm::cuda

int main(int count, char** arguments) {
  try {
    const bool small = count > 1 && std::strcmp(arguments[1], "--equal") == 0;
    return shm::cuda::run(small) ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "gpu-check: %s\n", error.what());
    return 1;
  }
}
