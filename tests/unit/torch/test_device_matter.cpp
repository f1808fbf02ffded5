// SPDX-License-Identifier: MIT
// A frame's whole way on a device, here the CPU by LibTorch, is that of Matter and Compositor.
#include "torch/device_matter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "kernels/cuda/on_cpu.hpp"
#include "model/model_file.hpp"
#include "torch/torch_network.hpp"
#include "unit/kernels/cuda/scene.hpp"

namespace shm {
namespace {

using cuda::Format;

const ModelFile& model_file() {
  static const ModelFile file = ModelFile::open(SHM_SOURCE_ROOT "/models/default.safetensors");
  return file;
}

TorchNetwork network() {
  return {model_file().weights, model_file().metadata, at::kCPU, Precision::fp32};
}

template <typename Number>
using MatterOnCpu = DeviceMatter<cuda::OnCpu, cuda::HostBuffer, Number, TorchNetwork>;

/// A video of somebody who hardly moves, then jumps.
template <typename Number = float>
class BothWays {
 public:
  BothWays(Format format, int width, int height) : format_(format), width_(width), height_(height) {
    options_.size = 256;
    options_.zoom = false;
  }

  /// The largest difference of what is shown, of 255.
  template <typename Show>
  int difference(const Show& show) {
    int largest = 0;
    for (const int left : {0, 1, 2, 12, 13})
      largest =
          std::max(largest, show(cuda::Video(format_, cuda::Scene(width_, height_, left).picture)));
    return largest;
  }

  int difference_of_pictures(const Look& look) {
    return difference([&](const cuda::Video& video) {
      Image got(width_, height_, PixelFormat::rgba);
      device_.matte(video.view(), options_, look, got.view());
      return cuda::largest_difference(cuda::bytes_of(got), cuda::bytes_of(want(video, look)));
    });
  }

  int difference_of_video(const Look& look) {
    return difference([&](const cuda::Video& video) {
      const cuda::Video expected(Format::nv12, want(video, look));
      const cuda::Video got(Format::nv12, Image(width_, height_, PixelFormat::rgba));
      device_.matte(video.view(), options_, look, got.writable());
      return cuda::largest_difference(got.bytes(), expected.bytes());
    });
  }

  FrameOptions& options() { return options_; }

 private:
  Image want(const cuda::Video& video, const Look& look) {
    const Image picture = cuda::unpacked(video);
    Image alpha(width_, height_, PixelFormat::gray), out(width_, height_, PixelFormat::rgba);
    matter_->matte(picture, options_, alpha.view());
    multiply_by_alpha(video.view(), alpha.view());
    compositor_->compose(picture, alpha, look, out.view());
    return out;
  }

  Format format_;
  int width_, height_;
  FrameOptions options_;
  MatterOnCpu<Number> device_{cuda::OnCpu{}, model_file().metadata, network()};
  std::unique_ptr<Matter> matter_ =
      Matter::open({.model = SHM_SOURCE_ROOT "/models/default.safetensors",
                    .device = "cpu",
                    .precision = Precision::fp32});
  std::unique_ptr<Compositor> compositor_ = Compositor::make();
};

constexpr int allowed = 2;

TEST(DeviceMatter, ShowsOfAllFormatsWhatTheCpuShows) {
  SHM_NEEDS_SHARED_DATA();
  for (const Format format : {Format::nv12, Format::p010, Format::i420, Format::yuy2, Format::rgba,
                              Format::bgra, Format::bgrx})
    EXPECT_LE(BothWays<>(format, 321, 239).difference_of_pictures({}), allowed) << int(format);
}

TEST(DeviceMatter, HasTheOptionsOfTheElement) {
  SHM_NEEDS_SHARED_DATA();
  const auto difference = [](const auto& change) {
    BothWays<> both(Format::nv12, 200, 320);
    change(both.options());
    return both.difference_of_pictures({});
  };
  EXPECT_LE(difference([](FrameOptions& options) { options.temporal = 0; }), allowed);
  EXPECT_LE(difference([](FrameOptions& options) { options.edge_refine = 0; }), allowed);
  EXPECT_LE(difference([](FrameOptions& options) { options.single = true; }), allowed);
  EXPECT_LE(difference([](FrameOptions& options) { options.white_point = 0.7; }), allowed);
  EXPECT_LE(difference([](FrameOptions& options) { options.shift = -1.5; }), allowed);
  EXPECT_LE(difference([](FrameOptions& options) {
              options.feather = 5;
              options.feather_side = FeatherSide::inside;
            }),
            allowed);
  EXPECT_LE(difference([](FrameOptions& options) { options.pixel_aspect = 1.5; }), allowed);
}

TEST(DeviceMatter, HasTheLooksOfTheElement) {
  SHM_NEEDS_SHARED_DATA();
  BothWays<> both(Format::nv12, 200, 320);
  for (const Look& look :
       {Look{.alpha_mode = AlphaMode::premultiplied}, Look{.background = Background::color},
        Look{.background = Background::blur}, Look{.despill = 1}})
    EXPECT_LE(both.difference_of_pictures(look), allowed);
  for (const Look& look :
       {Look{.background = Background::color}, Look{.background = Background::blur}})
    EXPECT_LE(both.difference_of_video(look), allowed);
}

TEST(DeviceMatter, ShowsTheSameToANetworkThatSeesHalves) {
  SHM_NEEDS_SHARED_DATA();
  EXPECT_LE(BothWays<cuda::Half>(Format::nv12, 321, 239).difference_of_pictures({}), allowed);
}

TEST(DeviceMatter, NamesWhatIsLeftToTheCpu) {
  MatterOnCpu<float> matter(cuda::OnCpu{}, model_file().metadata, network());
  Image frame(64, 48, PixelFormat::rgba);
  const auto said_of = [&](const FrameOptions& options, const Look& look) -> std::string {
    try {
      matter.matte({}, options, look, frame.view());
      return "";
    } catch (const InvalidOption& error) {
      return error.what();
    }
  };
  EXPECT_THAT(said_of({.min_area = 0.1}, {}), testing::StartsWith("min-area: "));
  EXPECT_THAT(said_of({.region_left = 0.1}, {}), testing::StartsWith("region-left"));
  EXPECT_THAT(said_of({}, {.light_wrap = 1}), testing::StartsWith("light-wrap: "));
}

TEST(TorchNetwork, ThatAnswersWithNoNumbersSeesNobody) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const at::Tensor alpha = network().alpha(at::full({1, 3, 64, 64}, nan));
  EXPECT_EQ(alpha.abs().max().item<float>(), 0);
}

}  // namespace
}  // namespace shm
