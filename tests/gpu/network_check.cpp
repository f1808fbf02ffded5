// SPDX-License-Identifier: MIT
// Whole frames on a GPU, the network included: held to the CPU's in fp32, then measured.
//
//   network-check PICTURE    of somebody
//
// Without a GPU it says so and exits with 77.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <opencv2/imgproc.hpp>
#include <utility>
#include <vector>

#include "base/cuda_driver.hpp"
#include "gpu/buffers.hpp"
#include "gpu/device_memory.hpp"
#include "image/mat.hpp"
#include "model/model_file.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"
#include "torch/gpu_matter.hpp"

namespace shm::cuda {
namespace {

constexpr const char* model_file = SHM_SOURCE_ROOT "/models/default.safetensors";

FrameOptions options() {
  FrameOptions options;
  options.zoom = false;
  return options;
}

Image resized(const Image& picture, int width, int height) {
  Image result(width, height, PixelFormat::rgba);
  cv::Mat to = as_mat(result.view());
  cv::resize(as_mat(picture.view()), to, {width, height}, 0, 0, cv::INTER_AREA);
  return result;
}

RawVideo as_video(const std::uint8_t* pixels, int width, int height) {
  RawVideo video;
  video.width = width;
  video.height = height;
  for (std::size_t i = 0; i < 3; ++i)
    video.channels[i] = {pixels + i, std::ptrdiff_t(4) * width, 4};
  video.colors = {true, 0, 0, 0, 255, 0, 255};
  return video;
}

/// A stream of one picture, frame and cut-out in the GPU's memory.
class GpuVideo {
 public:
  explicit GpuVideo(const Image& picture)
      : width_(picture.width()), height_(picture.height()), frame_(bytes_of(picture)) {
    const ModelFile file = ModelFile::open(model_file);
    matter_ = make_gpu_matter(file.weights, file.metadata, 0, Precision::automatic, stream_.get());
  }

  void run() {
    matter_->matte(as_video(frame_.data(), width_, height_), options(), {},
                   MutableImageView{cut_out_.data(), width_, height_, std::ptrdiff_t(4) * width_,
                                    PixelFormat::rgba});
  }
  void wait() const { check(cudaStreamSynchronize(stream_.get()), "running frames"); }

  std::vector<std::uint8_t> cut_out() const {
    wait();
    return cut_out_.content();
  }

  static std::vector<std::uint8_t> bytes_of(const Image& picture) {
    const ImageView view = picture.view();
    return {view.data, view.data + view.stride * view.height};
  }

 private:
  GpuStream stream_;
  int width_, height_;
  DeviceBuffer<std::uint8_t> frame_;
  DeviceBuffer<std::uint8_t> cut_out_{area(4 * width_, height_)};
  std::unique_ptr<GpuMatter> matter_;
};

std::vector<std::uint8_t> cpus_cut_out(const Image& picture) {
  const auto matter =
      Matter::open({.model = model_file, .device = "cpu", .precision = Precision::fp32});
  Image alpha(picture.width(), picture.height(), PixelFormat::gray);
  Image out(picture.width(), picture.height(), PixelFormat::rgba);
  matter->matte(picture, options(), alpha.view());
  Compositor::make()->compose(picture, alpha, {}, out.view());
  return GpuVideo::bytes_of(out);
}

/// fp16 on one side, fp32 on the other: alpha may differ by more than 2 of 255 in one of a thousand
/// pixels.
bool equals_cpu(const Image& picture) {
  GpuVideo gpu(picture);
  gpu.run();
  const std::vector<std::uint8_t> got = gpu.cut_out(), want = cpus_cut_out(picture);
  int largest = 0, far = 0;
  for (std::size_t i = 0; i < want.size(); ++i) {
    const int difference = std::abs(int(got[i]) - int(want[i]));
    largest = std::max(largest, difference);
    far += int(difference > 2);
  }
  const double share = 4.0 * far / double(want.size());
  std::printf(
      "\nWhole frames of %d x %d with the network in fp16 against the CPU's in fp32: at most %d of "
      "255 apart, %.4f %% of pixels by more than 2: %s.\n",
      picture.width(), picture.height(), largest, 100 * share,
      share <= 1e-3 ? "equal" : "DIFFERENT");
  return share <= 1e-3;
}

double ms_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
      .count();
}

void measure(const Image& picture) {
  constexpr int warm_up = 50, frames = 500;
  GpuVideo video(picture);
  std::vector<double> times;
  for (int frame = 0; frame < warm_up + frames; ++frame) {
    const auto begin = std::chrono::steady_clock::now();
    video.run();
    video.wait();
    if (frame >= warm_up) times.push_back(ms_since(begin));
  }
  std::sort(times.begin(), times.end());
  std::printf("| %d x %d | %.2f | %.2f |\n", picture.width(), picture.height(),
              times[times.size() / 2], times[times.size() * 95 / 100]);
}

double frames_a_second(const Image& picture, int count) {
  constexpr int frames = 100;
  std::vector<std::unique_ptr<GpuVideo>> videos;
  for (int i = 0; i < count; ++i) {
    videos.push_back(std::make_unique<GpuVideo>(picture));
    videos.back()->run();
    videos.back()->wait();
  }
  const auto begin = std::chrono::steady_clock::now();
  for (int frame = 0; frame < frames; ++frame)
    for (const auto& video : videos)
      video->run();
  for (const auto& video : videos)
    video->wait();
  return 1000.0 * frames * count / ms_since(begin);
}

void measure_all(const Image& picture) {
  std::printf(
      "\nMilliseconds of whole frames, from RGBA to a cut-out in the GPU's memory, the network "
      "at the model's own size.\n\n| frame | p50 | p95 |\n| --- | --- | --- |\n");
  for (const auto& [width, height] : {std::pair(1280, 720), {1920, 1080}, {3840, 2160}})
    measure(resized(picture, width, height));
  const Image frame = resized(picture, 1920, 1080);
  std::printf(
      "\n| streams of 1920 x 1080, whole frames | frames a second together |\n"
      "| --- | --- |\n");
  for (const int count : {1, 2, 4, 8, 16})
    std::printf("| %d | %.0f |\n", count, frames_a_second(frame, count));
}

int run(const char* file) {
  try {
    check_gpu(0);
  } catch (const DeviceError& error) {
    std::printf("No GPU: %s. Whole frames were compiled and linked for it, not run.\n",
                error.what());
    return 77;
  }
  const Image picture = read_picture(file, ReadAs::rgba);
  const bool equal = equals_cpu(resized(picture, 1280, 720));
  measure_all(picture);
  return equal ? 0 : 1;
}

}  // namespace
}  // namespace shm::cuda

int main(int count, char** arguments) {
  try {
    if (count == 2) return shm::cuda::run(arguments[1]);
    std::fprintf(stderr, "network-check PICTURE\n");
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "network-check: %s\n", error.what());
    return 1;
  }
}
