// SPDX-License-Identifier: MIT
// Frames of every shape and format to alpha.
#include "shm/matter.hpp"

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <future>
#include <vector>

#include "shm/error.hpp"
#include "shm/library.hpp"

using namespace shm;

namespace {

const std::string default_model = SHM_SOURCE_ROOT "/models/default.safetensors";

Matter& matter() {
  static const auto opened = Matter::open({.model = default_model, .device = "cpu"});
  opened->reset();
  return *opened;
}

/// Bright where a person is said to be, dark noise elsewhere.
Image scene(int width, int height, PixelFormat format = PixelFormat::rgb) {
  Image image(width, height, format);
  const std::ptrdiff_t bytes = image.stride() * height;
  for (std::ptrdiff_t i = 0; i < bytes; ++i)
    image.view().data[i] = std::uint8_t((i * 7919 + i / 31) % 251);
  return image;
}

Image alpha_of(const Image& frame, const FrameOptions& options = {.size = 64}) {
  Image alpha(frame.width(), frame.height(), PixelFormat::gray);
  matter().matte(frame, options, alpha.view());
  return alpha;
}

}  // namespace

TEST(Matter, TellsWhatItRunsOn) {
  const MatterInfo& info = matter().info();
  EXPECT_EQ(info.device, "cpu");
  EXPECT_NE(info.precision, Precision::automatic);
  EXPECT_GE(info.threads, 1);
  EXPECT_EQ(info.fallback, "");
}

TEST(Matter, TakesEveryShapeAndFormat) {
  for (const auto& [width, height] : {std::pair{1, 1}, {8192, 16}, {17, 33}, {641, 479}})
    for (const PixelFormat format : {PixelFormat::gray, PixelFormat::bgr, PixelFormat::xrgb})
      EXPECT_NO_THROW(alpha_of(scene(width, height, format))) << width << 'x' << height;
}

TEST(Matter, SeveralAtWorkAtOnceShareTheirLayersAndAnswerAsOneAlone) {
  const Image frame = scene(160, 120);
  const auto alpha_of_a_new_one = [&] {
    const auto own = Matter::open({.model = default_model, .device = "cpu", .threads = 1});
    Image alpha(frame.width(), frame.height(), PixelFormat::gray);
    for (int i = 0; i < 5; ++i)
      own->matte(frame, {.size = 160}, alpha.view());
    return std::vector(alpha.view().data, alpha.view().data + 160 * 120);
  };
  const std::vector<std::uint8_t> expected = alpha_of_a_new_one();
  std::array<std::future<std::vector<std::uint8_t>>, 3> others;
  for (auto& other : others)
    other = std::async(std::launch::async, alpha_of_a_new_one);
  for (auto& other : others)
    EXPECT_EQ(other.get(), expected);
}

TEST(Matter, FloatsAndBytesAreOneAlpha) {
  const Image frame = scene(120, 90);
  const Image bytes = alpha_of(frame);
  std::vector<float> floats(120 * 90);
  matter().matte(frame, {.size = 64}, MutablePlaneView{floats.data(), 120, 90, 120});
  for (int i = 0; i < 120 * 90; ++i) {
    ASSERT_GE(floats[std::size_t(i)], 0);
    ASSERT_LE(floats[std::size_t(i)], 1);
    ASSERT_NEAR(floats[std::size_t(i)] * 255, bytes.view().data[i], 0.51);
  }
}

TEST(Matter, ProbabilitiesAddUpAndHaveTheFramesShape) {
  alpha_of(scene(200, 100), {.size = 100});
  const PlaneView background = matter().probability(TrimapClass::background);
  const PlaneView unknown = matter().probability(TrimapClass::unknown);
  const PlaneView foreground = matter().probability(TrimapClass::foreground);
  EXPECT_EQ(background.width, 100);
  EXPECT_EQ(background.height, 50);
  for (int y = 0; y < 50; ++y)
    for (int x = 0; x < 100; ++x)
      ASSERT_NEAR(background.row(y)[x] + unknown.row(y)[x] + foreground.row(y)[x], 1, 1e-3);
}

TEST(Matter, TrimapHasThreeValues) {
  const Image frame = scene(200, 100);
  alpha_of(frame);
  Image trimap(200, 100, PixelFormat::gray);
  matter().trimap(trimap.view());
  for (int i = 0; i < 200 * 100; ++i) {
    const int value = trimap.view().data[i];
    ASSERT_TRUE(value == 0 || value == 128 || value == 255) << value;
  }
}

TEST(Matter, ResetForgetsEarlierFrames) {
  const Image frame = scene(128, 128);
  Image other = scene(128, 128);
  for (int i = 0; i < 128 * 128 * 3; ++i)
    other.view().data[i] ^= 3;
  const Image fresh = alpha_of(other);
  alpha_of(frame);
  matter().reset();
  Image again(128, 128, PixelFormat::gray);
  matter().matte(other, {.size = 64}, again.view());
  for (int i = 0; i < 128 * 128; ++i)
    ASSERT_EQ(fresh.view().data[i], again.view().data[i]);
}

TEST(Matter, BadFramesAreRefusedAndAlphaIsUntouched) {
  const Image frame = scene(64, 64);
  Image small(63, 64, PixelFormat::gray);
  small.view().data[0] = 7;
  EXPECT_THROW(matter().matte(frame, {}, small.view()), BadInput);
  EXPECT_EQ(small.view().data[0], 7);
  Image color(64, 64, PixelFormat::rgb);
  EXPECT_THROW(matter().matte(frame, {}, color.view()), BadInput);
  EXPECT_THROW(matter().matte(Image(), {}, MutableImageView{}), BadInput);
  EXPECT_THROW(alpha_of(frame, {.size = 63}), InvalidOption);
  EXPECT_THROW(alpha_of(frame, {.temporal = NAN}), InvalidOption);
}

TEST(Matter, OpeningSaysWhatIsWrong) {
  EXPECT_THROW(Matter::open({.model = "/nowhere/a.safetensors"}), NotFound);
  EXPECT_THROW(Matter::open({.model = SHM_SOURCE_ROOT "/meson.build"}), BadModel);
  EXPECT_THROW(Matter::open({.model = default_model, .device = "toaster"}), InvalidOption);
  EXPECT_THROW(Matter::open({.model = default_model, .device = "cuda:99"}), DeviceError);
  EXPECT_THROW(Matter::open({.model = default_model, .threads = -1}), InvalidOption);
}

TEST(Precision, TextAndValueAgree) {
  for (const char* text : {"auto", "fp32", "bf16", "fp16", "int8"})
    EXPECT_EQ(to_string(parse_precision(text)), text);
  EXPECT_THROW(parse_precision("fp64"), InvalidOption);
}

TEST(Library, GivesAHostEverythingItNeeds) {
  void* handle = dlopen(SHM_BUILD_ROOT "/libshm/libshmmatting.so", RTLD_NOW | RTLD_LOCAL);
  ASSERT_NE(handle, nullptr) << dlerror();
  const auto entry = reinterpret_cast<LibraryFunction>(dlsym(handle, library_symbol));
  ASSERT_NE(entry, nullptr);
  EXPECT_NE(entry()->open_matter, nullptr);
  EXPECT_NE(entry()->make_compositor(), nullptr);
  std::uint8_t pixel[4] = {1, 2, 3, 4};
  entry()->blank({pixel, 1, 1, 4, PixelFormat::rgba});
  EXPECT_EQ(pixel[0] + pixel[1] + pixel[2] + pixel[3], 0);
}
