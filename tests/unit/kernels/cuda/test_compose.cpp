// SPDX-License-Identifier: MIT
// A GPU's kernels put people before backgrounds as the CPU does; here they run on the CPU.
#include "kernels/cuda/compose.hpp"

#include <gtest/gtest.h>

#include "kernels/cuda/blur_room.hpp"
#include "kernels/cuda/color_layers.hpp"
#include "scene.hpp"
#include "shm/compositor.hpp"

namespace shm::cuda {
namespace {

/// A frame's side that is reduced by as much as it takes for the longer to be so long.
int reduced(int side, const FrameSize& size, int longest) {
  return std::max(
      1,
      int(std::lround(side * std::min(1.0, double(longest) / std::max(size.width, size.height)))));
}

/// A frame and its alpha, which both compose. What a frame has of alpha itself counts.
class Composition {
 public:
  Composition(Format format, FrameSize size)
      : size_(size),
        scene_(size.width, size.height),
        video_(format, own_alpha(scene_)),
        frame_(unpacked(video_)),
        alpha_(scene_.alpha) {
    multiply_by_alpha(video_.view(), alpha_.view());
  }

  Image on_cpu(const Look& look, PixelFormat format) const {
    Image out(size_.width, size_.height, format);
    Compositor::make()->compose(frame_, alpha_, look, out.view());
    return out;
  }

  Image on_gpu(const Look& look, PixelFormat format) {
    Image out(size_.width, size_.height, format);
    compose(OnCpu(), pixels(look, color_shifts(format)), out.view());
    return out;
  }

  ComposedPixels pixels(const Look& look, const ColorShifts& shifts) {
    const AlphaPixels alpha{ImageView(scene_.alpha), video_.pixels()};
    return {
        {alpha, layers(alpha, look), float(look.despill)}, backdrop(alpha, look, shifts), shifts};
  }

 private:
  /// Whose own alpha fades from left to right, where it has some.
  static Image own_alpha(const Scene& scene) {
    Image picture = scene.picture;
    for (int y = 0; y < picture.height(); ++y)
      for (int x = 0; x < picture.width(); ++x)
        picture.view().row(y)[4 * x + 3] = std::uint8_t(255 - x % 100);
    return picture;
  }

  SmallLayers layers(const AlphaPixels& alpha, const Look& look) {
    if (look.despill == 0) return {};
    const int width = reduced(size_.width, size_, LayerMemory::longest);
    const int height = reduced(size_.height, size_, LayerMemory::longest);
    layers_ = LayerBuffers<HostBuffer>(width, height);
    TapBuffers<HostBuffer> taps(size_.width, size_.height, width, height);
    estimate_layers(OnCpu(), alpha, taps.taps(), layers_.memory());
    return layers_.layers();
  }

  Backdrop backdrop(const AlphaPixels& alpha, const Look& look, const ColorShifts& shifts) {
    if (look.background == Background::blur) return room(alpha, look, shifts);
    if (look.background == Background::color) {
      const auto& [red, green, blue, opacity] = look.background_color;
      return {Backdrop::Kind::color, word_of({float(red), float(green), float(blue)}, shifts)};
    }
    return {look.alpha_mode == AlphaMode::straight ? Backdrop::Kind::none : Backdrop::Kind::color};
  }

  Backdrop room(const AlphaPixels& alpha, const Look& look, const ColorShifts& shifts) {
    const RoomBlur blur = RoomBlur::of(size_.width, size_.height, look.blur_strength);
    room_ = RoomBuffers<HostBuffer>(blur.width, blur.height);
    TapBuffers<HostBuffer> taps(size_.width, size_.height, blur.width, blur.height);
    blur_room(OnCpu(), alpha, taps.taps(), Gaussian::of(blur.sigma), shifts, room_.memory());
    return room_.backdrop();
  }

  FrameSize size_;
  Scene scene_;
  Video video_;
  Image frame_, alpha_;
  LayerBuffers<HostBuffer> layers_{1, 1};
  RoomBuffers<HostBuffer> room_{1, 1};
};

void compare(Format format, FrameSize size, const Look& look, int allowed) {
  Composition composition(format, size);
  for (const PixelFormat out : {PixelFormat::rgba, PixelFormat::bgra})
    EXPECT_LE(largest_difference(bytes_of(composition.on_gpu(look, out)),
                                 bytes_of(composition.on_cpu(look, out))),
              allowed)
        << size.width << "x" << size.height << ", format " << int(format);
}

void compare_all(const Look& look, int allowed) {
  for (const Format format : all_formats)
    compare(format, {161, 119}, look, allowed);
  for (const FrameSize& size : odd_sizes)
    compare(Format::nv12, size, look, allowed);
}

TEST(CudaCompose, CutOutsAreThoseOfTheCpu) {
  SHM_NEEDS_SHARED_DATA();
  compare_all({}, allowed_difference());
  compare_all({.alpha_mode = AlphaMode::premultiplied}, allowed_difference());
}

TEST(CudaCompose, PeopleBeforeAColorAreThoseOfTheCpu) {
  SHM_NEEDS_SHARED_DATA();
  compare_all({.background = Background::color}, allowed_difference());
}

TEST(CudaCompose, PeopleBeforeTheirBlurredRoomAreThoseOfTheCpu) {
  SHM_NEEDS_SHARED_DATA();
  for (const double strength : {0.0, 0.3, 1.0})
    compare_all({.background = Background::blur, .blur_strength = strength}, 1);
}

TEST(CudaCompose, HairLosesTheRoomsColorsAsOnTheCpu) {
  SHM_NEEDS_SHARED_DATA();
  compare_all({.despill = 1}, 1);
}

TEST(CudaCompose, APictureStandsBehindWherePeopleAreNot) {
  SHM_NEEDS_SHARED_DATA();
  Composition composition(Format::nv12, {33, 17});
  const ColorShifts shifts = color_shifts(PixelFormat::rgba);
  ComposedPixels pixels = composition.pixels({}, shifts);
  const std::vector<std::uint32_t> words(area(33, 17), word_of({1, 2, 3}, shifts));
  pixels.backdrop = {Backdrop::Kind::picture, 0, words.data(), 33, 17};
  Image out(33, 17, PixelFormat::rgba);
  compose(OnCpu(), pixels, out.view());
  const Look look{.background = Background::color, .background_color = {1, 2, 3, 255}};
  EXPECT_LE(
      largest_difference(bytes_of(out), bytes_of(composition.on_cpu(look, PixelFormat::rgba))),
      allowed_difference());
}

TEST(CudaCompose, VideoOutIsThatOfTheCpu) {
  SHM_NEEDS_SHARED_DATA();
  const Look look{.background = Background::color};
  for (const Format format : {Format::nv12, Format::i420, Format::yuy2})
    for (const FrameSize& size : odd_sizes) {
      Composition composition(Format::nv12, size);
      const Video want(format, composition.on_cpu(look, PixelFormat::rgba));
      const Video got(format, Image(size.width, size.height, PixelFormat::rgba));
      compose(OnCpu(), composition.pixels(look, color_shifts(PixelFormat::rgba)), got.writable(),
              from_rgb(got.writable().colors));
      EXPECT_LE(largest_difference(got.bytes(), want.bytes()), allowed_difference())
          << size.width << "x" << size.height << ", format " << int(format);
    }
}

}  // namespace
}  // namespace shm::cuda
