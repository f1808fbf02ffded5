// SPDX-License-Identifier: MIT
// The C API gives what the C++ classes give, and says what is wrong.
#include "shm/c/matter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "shm/compositor.hpp"
#include "shm/matter.hpp"
#include "shm/option_range.hpp"
#include "shm/options.hpp"
#include "shm/picture.hpp"

namespace {

using Handle = std::unique_ptr<ShmMatter, decltype(&shm_matter_free)>;

constexpr int width = 61, height = 47;
const std::string default_model = SHM_SOURCE_ROOT "/models/default.safetensors";

Handle handle() {
  Handle made(shm_matter_new(), shm_matter_free);
  EXPECT_EQ(shm_matter_set(made.get(), "model", default_model.c_str()), SHM_OK);
  EXPECT_EQ(shm_matter_set(made.get(), "device", "cpu"), SHM_OK);
  EXPECT_EQ(shm_matter_set(made.get(), "single", "true"), SHM_OK);
  return made;
}

shm::Image scene() {
  shm::Image image(width, height, shm::PixelFormat::rgb);
  for (std::ptrdiff_t i = 0; i < image.stride() * height; ++i)
    image.view().data[i] = std::uint8_t((i * 7919 + i / 31) % 251);
  return image;
}

/// The first of the pictures that README begins with.
shm::Image person() {
  const shm::Image row =
      shm::read_picture(SHM_SOURCE_ROOT "/docs/images/demo.jpg", shm::ReadAs::rgb);
  shm::Image image(width, height, shm::PixelFormat::rgb);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      std::copy_n(row.view().row(4 * y) + std::ptrdiff_t(3) * 4 * x, 3,
                  image.view().row(y) + std::ptrdiff_t(3) * x);
  return image;
}

/// The left third is clear, the right one opaque.
std::uint8_t own_alpha_at(int x) {
  return x < width / 3 ? 0 : x < 2 * width / 3 ? 128 : 255;
}

shm::Image with_own_alpha(const shm::Image& opaque, shm::PixelFormat format) {
  const shm::PixelLayout given = layout_of(opaque.format()), layout = layout_of(format);
  shm::Image image(width, height, format);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const std::uint8_t* from = opaque.view().row(y) + std::ptrdiff_t(given.bytes) * x;
      std::uint8_t* to = image.view().row(y) + std::ptrdiff_t(layout.bytes) * x;
      to[layout.red] = from[given.red];
      to[layout.green] = from[given.green];
      to[layout.blue] = from[given.blue];
      to[layout.alpha] = own_alpha_at(x);
    }
  return image;
}

ShmImage in_c(const shm::ImageView& image) {
  return {image.data, image.width, image.height, image.stride, int(image.format)};
}
ShmMutableImage in_c(const shm::MutableImageView& image) {
  return {image.data, image.width, image.height, image.stride, int(image.format)};
}

/// Nobody where the frame is clear, and half of somebody where it is half clear.
void expect_within_own(const shm::Image& alpha, const shm::Image& cutout) {
  int most = 0;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const int found = alpha.view().row(y)[x];
      most = std::max(most, found);
      ASSERT_LE(found, own_alpha_at(x)) << x << ", " << y;
      ASSERT_EQ(cutout.view().row(y)[4 * x + layout_of(cutout.format()).alpha], found);
    }
  EXPECT_GT(most, 200) << "there is somebody to see";
}

std::vector<std::uint8_t> bytes_of(const shm::Image& image) {
  return {image.view().data, image.view().data + image.stride() * image.height()};
}

ShmStatus matte(ShmMatter& matter, const shm::Image& frame, shm::Image& out) {
  const ShmImage from = in_c(frame.view());
  const ShmMutableImage to = in_c(out.view());
  return shm_matter_matte(&matter, &from, &to);
}

std::string error(const Handle& matter) {
  return shm_matter_error(matter.get());
}

/// What a value is in C.
template <typename Value>
std::string text_of(const shm::OptionFacts& option, const Value& value) {
  if constexpr (std::is_enum_v<Value>)
    return shm::choice_text(value);
  else if constexpr (std::is_same_v<Value, bool>)
    return value ? "true" : "false";
  else if constexpr (std::is_arithmetic_v<Value>)
    return shm::number_text(option.most);
  else
    return std::is_same_v<Value, shm::Rgba> ? "#00b140" : "text";
}

template <typename Struct>
void expect_settable(const Handle& matter) {
  shm::for_each_option<Struct>([&](const auto& option) {
    const std::string text = text_of(option, Struct{}.*option.field);
    EXPECT_EQ(shm_matter_set(matter.get(), option.name, text.c_str()), SHM_OK) << error(matter);
  });
}

}  // namespace

TEST(MatterInC, GivesTheAlphaAndTheCutOutOfTheOneInCpp) {
  const shm::Image frame = scene();
  shm::Image alpha(width, height, shm::PixelFormat::gray);
  shm::Image cutout(width, height, shm::PixelFormat::bgra);
  shm::Matter::open({.model = default_model, .device = "cpu"})
      ->matte(frame, {.single = true}, alpha.view());
  shm::Compositor::make()->compose(frame, alpha, {}, cutout);

  const Handle matter = handle();
  shm::Image alpha_in_c(width, height, shm::PixelFormat::gray);
  shm::Image cutout_in_c(width, height, shm::PixelFormat::bgra);
  ASSERT_EQ(matte(*matter, frame, alpha_in_c), SHM_OK) << error(matter);
  ASSERT_EQ(matte(*matter, frame, cutout_in_c), SHM_OK) << error(matter);
  EXPECT_EQ(bytes_of(alpha), bytes_of(alpha_in_c));
  EXPECT_EQ(bytes_of(cutout), bytes_of(cutout_in_c));
}

TEST(MatterInC, LeavesBytesBetweenRowsAlone) {
  const shm::Image frame = scene();
  const Handle matter = handle();
  constexpr int stride = width + 5;
  std::vector<std::uint8_t> padded(std::size_t(stride) * height, 99);
  const ShmImage from = in_c(frame.view());
  const ShmMutableImage to = {padded.data(), width, height, stride, SHM_GRAY};
  ASSERT_EQ(shm_matter_matte(matter.get(), &from, &to), SHM_OK) << error(matter);
  for (int y = 0; y < height; ++y)
    EXPECT_TRUE(std::all_of(padded.begin() + y * stride + width, padded.begin() + (y + 1) * stride,
                            [](std::uint8_t byte) { return byte == 99; }));
}

TEST(MatterInC, MattesAFrameInItsOwnMemory) {
  const Handle matter = handle();
  ASSERT_EQ(shm_matter_set(matter.get(), "background", "color"), SHM_OK);
  ASSERT_EQ(shm_matter_set(matter.get(), "background-color", "#ff0000"), SHM_OK);
  shm::Image frame = scene(), apart(width, height, shm::PixelFormat::rgb);
  ASSERT_EQ(matte(*matter, frame, apart), SHM_OK) << error(matter);
  ASSERT_EQ(matte(*matter, frame, frame), SHM_OK) << error(matter);
  EXPECT_EQ(bytes_of(frame), bytes_of(apart));
}

TEST(MatterInC, TakesTheOldSpellingOfColor) {
  const Handle matter = handle();
  EXPECT_EQ(shm_matter_set(matter.get(), "background", "colour"), SHM_OK) << error(matter);
  EXPECT_EQ(shm_matter_set(matter.get(), "background", "green"), SHM_INVALID_OPTION);
  EXPECT_EQ(error(matter), "background: \"green\" is none of transparent, color, blur, image");
}

TEST(MatterInC, KeepsClearWhatIsClearInTheFrame) {
  const Handle matter = handle();
  for (const shm::PixelFormat format : {shm::PixelFormat::rgba, shm::PixelFormat::argb}) {
    const shm::Image frame = with_own_alpha(person(), format);
    shm::Image alpha(width, height, shm::PixelFormat::gray), cutout(width, height, format);
    ASSERT_EQ(matte(*matter, frame, alpha), SHM_OK) << error(matter);
    ASSERT_EQ(matte(*matter, frame, cutout), SHM_OK) << error(matter);
    expect_within_own(alpha, cutout);
  }
}

TEST(MatterInC, SeesNothingOfWhatIsClearInTheFrame) {
  const Handle matter = handle();
  shm::Image frame = with_own_alpha(scene(), shm::PixelFormat::rgba), other = frame;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      if (own_alpha_at(x) == 0) std::fill_n(other.view().row(y) + 4 * x, 3, std::uint8_t(77));
  shm::Image cutout(width, height, shm::PixelFormat::rgba), same = cutout;
  ASSERT_EQ(matte(*matter, frame, cutout), SHM_OK) << error(matter);
  ASSERT_EQ(matte(*matter, other, same), SHM_OK) << error(matter);
  EXPECT_EQ(bytes_of(cutout), bytes_of(same));
}

TEST(MatterInC, TakesEachOptionByItsName) {
  const Handle matter = handle();
  expect_settable<shm::ModelOptions>(matter);
  expect_settable<shm::FrameOptions>(matter);
  expect_settable<shm::Look>(matter);
}

TEST(MatterInC, NamesTheOptionThatItDoesNotTake) {
  const Handle matter = handle();
  for (const auto& [name, value, text] :
       {std::array{"temporal", "2", "temporal: 2 is not in 0..1"},
        {"temporal", "much", "temporal: \"much\" is not a number"},
        {"feather", "1.5", "feather: \"1.5\" is not a whole number"},
        {"zoom", "yes", "zoom: \"yes\" is none of true, false"},
        {"keep", "some", "keep: \"some\" is none of all, largest, nearest-centre"},
        {"background-color", "red", "background-color: \"red\" is not of the form #RRGGBB"}}) {
    EXPECT_EQ(shm_matter_set(matter.get(), name, value), SHM_INVALID_OPTION);
    EXPECT_EQ(error(matter), text);
  }
  EXPECT_EQ(shm_matter_set(matter.get(), "sise", "64"), SHM_INVALID_OPTION);
  EXPECT_EQ(error(matter).find("sise: is none of model, device, "), 0U) << error(matter);
}

TEST(MatterInC, SaysWhatIsWrongWithAnImage) {
  const Handle matter = handle();
  shm::Image frame = scene(), small(3, 3, shm::PixelFormat::rgba);
  EXPECT_EQ(matte(*matter, frame, small), SHM_BAD_INPUT);
  EXPECT_EQ(error(matter), "out: must have the frame's size");

  const ShmMutableImage out = in_c(frame.view());
  ShmImage image = in_c(shm::ImageView(frame));
  image.stride = 3 * width - 1;
  EXPECT_EQ(shm_matter_matte(matter.get(), &image, &out), SHM_BAD_INPUT);
  EXPECT_EQ(error(matter), "frame: stride 182 is less than a row's 183 bytes");
  image.format = 11;
  EXPECT_EQ(shm_matter_matte(matter.get(), &image, &out), SHM_BAD_INPUT);
  image = {nullptr, width, height, 3 * width, SHM_RGB};
  EXPECT_EQ(shm_matter_matte(matter.get(), &image, &out), SHM_BAD_INPUT);
  EXPECT_EQ(error(matter), "frame: data is null");
}

TEST(MatterInC, SaysThatThereIsNoTrimapYet) {
  const Handle matter = handle();
  shm::Image trimap(width, height, shm::PixelFormat::gray);
  const ShmMutableImage to = in_c(trimap.view());
  EXPECT_EQ(shm_matter_trimap(matter.get(), &to), SHM_BAD_INPUT);
  ASSERT_EQ(matte(*matter, scene(), trimap), SHM_OK);
  EXPECT_EQ(shm_matter_trimap(matter.get(), &to), SHM_OK);
}

TEST(MatterInC, RefusesSizesThatNoFrameHas) {
  const Handle matter = handle();
  EXPECT_EQ(shm_matter_prepare(matter.get(), -1, 20), SHM_BAD_INPUT);
  EXPECT_EQ(error(matter), "frame: -1x20 is not in 1x1..16384x16384");
  shm::Image frame(1, 1, shm::PixelFormat::rgba);
  const ShmMutableImage out = in_c(frame.view());
  ShmImage image = in_c(shm::ImageView(frame));
  image.stride = std::numeric_limits<ptrdiff_t>::max();
  for (const auto& [width, height] : {std::pair(-1, 64), std::pair(64, -1), std::pair(0, 0),
                                      std::pair(std::numeric_limits<int>::max(), 1)}) {
    image.width = width;
    image.height = height;
    EXPECT_EQ(shm_matter_matte(matter.get(), &image, &out), SHM_BAD_INPUT);
    EXPECT_NE(error(matter).find("is not in 1x1..16384x16384"), std::string::npos);
  }
}

TEST(MatterInC, GoesOnWithTheNextModelThatIsThere) {
  const Handle matter = handle();
  EXPECT_EQ(shm_matter_set(matter.get(), "model", "no-such"), SHM_OK);
  EXPECT_EQ(shm_matter_open(matter.get()), SHM_NOT_FOUND);
  EXPECT_EQ(error(matter).find("no model named no-such"), 0U);
  EXPECT_EQ(shm_matter_set(matter.get(), "model", default_model.c_str()), SHM_OK);
  EXPECT_EQ(shm_matter_open(matter.get()), SHM_OK);
}

TEST(MatterInC, SaysWhatItRunsOn) {
  const Handle matter = handle();
  const char* text = nullptr;
  ASSERT_EQ(shm_matter_info(matter.get(), "device", &text), SHM_OK);
  EXPECT_STREQ(text, "cpu");
  ASSERT_EQ(shm_matter_info(matter.get(), "model", &text), SHM_OK);
  EXPECT_EQ(text, default_model);
  EXPECT_EQ(shm_matter_info(matter.get(), "color", &text), SHM_INVALID_OPTION);
}
