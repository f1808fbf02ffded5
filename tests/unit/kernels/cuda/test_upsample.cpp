// SPDX-License-Identifier: MIT
// Edges of a GPU's alpha follow the frame as the CPU's do; here its kernels run on the CPU.
#include "kernels/cuda/upsample.hpp"

#include <gtest/gtest.h>

#include "infer/upsample.hpp"
#include "model/network_input.hpp"
#include "scene.hpp"

namespace shm::cuda {
namespace {

constexpr double edge_refine = 0.8;
constexpr AlphaRange range{0.05, 0.95};
constexpr auto gain = GuidedWindow::Gain::of(edge_refine, range.black, range.white);

/// What either makes of frames of a person who moves, whose alpha is smoothed in places.
void compare(Format format, FrameSize size, cv::Size working, bool smooth) {
  GuidedUpsampler want;
  Scratch scratch;
  EdgeFitBuffers<HostBuffer> edges(working.width, working.height);
  HistoryBuffers<HostBuffer> history(size.width, size.height, edges.memory().tiles());
  cv::Mat weight(working, CV_32FC1);
  cv::randu(weight, 0.0, 0.9);
  for (int number = 0; number < 3; ++number) {
    const Scene scene(size.width, size.height, 2 * number);
    const Video video(format, scene.picture);
    const Image frame = unpacked(video);
    std::vector<float> network = scene.alpha_at(working.width, working.height);
    NetworkInput input({});
    input.run(frame, std::max(working.width, working.height));
    ASSERT_EQ(input.luminance().size(), working);
    const cv::Mat alpha(working, CV_32FC1, network.data());
    want.fit(input.luminance(), alpha, smooth ? weight : cv::Mat(), edge_refine, range, scratch);
    Image result(size.width, size.height, PixelFormat::gray);
    want.apply(frame, result.view());

    fit_edges(OnCpu(), plane_view(input.luminance()), plane_view(alpha), gain, edges.memory());
    GrayBuffer<HostBuffer> got(size.width, size.height);
    upsample(OnCpu(), video.pixels(), plane_view(input.luminance()), edges.memory(),
             smooth ? history.view(plane_view(weight)) : LuminanceHistory{}, got.view());
    history.next_frame();
    EXPECT_LE(largest_difference(got.content(), bytes_of(result.view())), allowed_difference())
        << size.width << "x" << size.height << ", frame " << number;
  }
}

TEST(CudaUpsample, IsThatOfTheCpuWhateverTheFormat) {
  SHM_NEEDS_SHARED_DATA();
  for (const Format format : all_formats) {
    SCOPED_TRACE(int(format));
    compare(format, {201, 151}, {80, 60}, true);
  }
}

TEST(CudaUpsample, IsThatOfTheCpuWhateverTheSize) {
  SHM_NEEDS_SHARED_DATA();
  compare(Format::nv12, {401, 227}, {160, 91}, true);
  compare(Format::nv12, {401, 227}, {160, 91}, false);
  compare(Format::nv12, {33, 17}, {64, 33}, true);  // the network sees it larger
  compare(Format::nv12, {2, 3}, {1, 1}, true);
  compare(Format::nv12, {1, 1}, {1, 1}, false);
}

TEST(CudaUpsample, FramesOfTheWorkingSizeNeedNoHistory) {
  SHM_NEEDS_SHARED_DATA();
  compare(Format::i420, {161, 119}, {161, 119}, false);
}

}  // namespace
}  // namespace shm::cuda
