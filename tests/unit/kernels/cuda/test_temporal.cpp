// SPDX-License-Identifier: MIT
// A GPU's kernels smooth alpha as the CPU does, frame after frame; here they run on the CPU.
#include "kernels/cuda/temporal.hpp"

#include <gtest/gtest.h>

#include "infer/temporal.hpp"
#include "scene.hpp"

namespace shm::cuda {
namespace {

/// Stands still, with a camera's noise, then moves.
struct Frame {
  Frame(FrameSize size, int number)
      : luminance(size.height, size.width, CV_32FC1), alpha(luminance.size(), CV_32FC1) {
    const Scene scene(size.width, size.height, std::max(0, number - 3));
    cv::Mat gray, noise(luminance.size(), CV_32FC1);
    cv::cvtColor(as_mat(scene.picture.view()), gray, cv::COLOR_RGBA2GRAY);
    gray.convertTo(luminance, CV_32F, 1.0 / 255);
    cv::RNG(std::uint64_t(number)).fill(noise, cv::RNG::NORMAL, 0, 0.01);
    luminance += noise;
    as_mat(scene.alpha.view()).convertTo(alpha, CV_32F, 1.0 / 255);
    alpha += 3 * noise;
  }
  cv::Mat luminance, alpha;
};

void expect_near(const std::vector<float>& values, const cv::Mat& want) {
  const double tolerance = vector_unit() == VectorUnit::plain ? 0 : 1e-5;
  for (std::size_t i = 0; i < values.size(); ++i)
    ASSERT_NEAR(values[i], want.ptr<float>()[i], tolerance) << i;
}

void compare(FrameSize size) {
  TemporalFilter want;
  Scratch scratch;
  SmoothedBuffers<HostBuffer> past(size.width, size.height), now(size.width, size.height);
  for (int number = 0; number < 6; ++number) {
    Frame frame(size, number);
    const PlaneView luminance = plane_view(frame.luminance);
    const cv::Mat own = frame.alpha.clone();
    want.run(frame.luminance, 0.7, frame.alpha, scratch);
    smooth(OnCpu(), luminance, plane_view(own), past.seen(), now.view(), number == 0 ? 0 : 0.7F);
    expect_near(now.alpha(), frame.alpha);
    expect_near(now.luminance(), want.luminance());
    std::swap(past, now);
  }
}

TEST(CudaTemporal, SmoothsAsTheCpuDoes) {
  SHM_NEEDS_SHARED_DATA();
  for (const FrameSize& size : odd_sizes) {
    SCOPED_TRACE(size.width);
    compare(size);
  }
}

}  // namespace
}  // namespace shm::cuda
