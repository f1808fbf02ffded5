// SPDX-License-Identifier: MIT
// What a frame allocates once buffers have their size. Sanitizers have an allocator of their own.
#include <gtest/gtest.h>

#include "image/mat.hpp"
#include "infer/carried_alpha.hpp"
#include "infer/rest.hpp"
#include "infer/temporal.hpp"
#include "infer/upsample.hpp"
#include "model/network_input.hpp"
#include "shm/compositor.hpp"
#include "watched_memory.hpp"

#ifdef SHM_WATCHES_MEMORY

using namespace shm;

namespace {

/// Everything that happens to a frame's pixels but for the network, which says "here" everywhere.
class PixelPath {
 public:
  PixelPath(int width, int height)
      : frame_(width, height, PixelFormat::rgba), alpha_(width, height, PixelFormat::gray) {}

  int allocations_of_a_frame() {
    const int before = watched_memory::allocations();
    rest_.give(frame_, resting_, {}, as_mat(alpha_.view()));
    preprocess_.run(frame_, 512);
    const cv::Size inner = preprocess_.size().inner;
    small_alpha_.create(inner, CV_32FC1);
    small_alpha_ = 1.0;
    temporal_.run(preprocess_.luminance(), 0.5, small_alpha_, scratch_);
    carried_.carry({temporal_.luminance(), temporal_.alpha()}, preprocess_.luminance(),
                   small_alpha_);
    upsampler_.fit(temporal_.luminance(), small_alpha_, temporal_.weight(), 1, {}, scratch_);
    upsampler_.apply(frame_, alpha_.view());
    rest_.update(as_mat(alpha_.view()), {});
    compositor_->compose(frame_, alpha_, {}, frame_.view());
    return watched_memory::allocations() - before;
  }

 private:
  Image frame_, alpha_;
  NetworkInput preprocess_{{}};
  cv::Mat small_alpha_;
  const FrameOptions resting_ = {.skip_static = true};
  Rest rest_;
  Scratch scratch_;
  CarriedAlpha carried_;
  TemporalFilter temporal_;
  GuidedUpsampler upsampler_;
  std::unique_ptr<Compositor> compositor_ = Compositor::make();
};

}  // namespace

TEST(SteadyState, PixelsOfAFrameCostNoAllocation) {
  for (const auto& [width, height] : {std::pair{640, 480}, {1280, 720}, {1920, 1080}}) {
    PixelPath path(width, height);
    EXPECT_GT(path.allocations_of_a_frame(), 0);
    path.allocations_of_a_frame();
    for (int frame = 0; frame < 5; ++frame)
      EXPECT_EQ(path.allocations_of_a_frame(), 0) << width << 'x' << height;
  }
}

#endif
