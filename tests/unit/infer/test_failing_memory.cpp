// SPDX-License-Identifier: MIT
// Memory that runs out anywhere in a frame: an error, and no more than that.
#include <gtest/gtest.h>

#include <vector>

#include "shm/compositor.hpp"
#include "shm/matter.hpp"
#include "watched_memory.hpp"

#ifdef SHM_WATCHES_MEMORY

namespace shm {
namespace {

const std::string default_model = SHM_SOURCE_ROOT "/models/default.safetensors";
constexpr int width = 120, height = 90;

Image scene() {
  Image image(width, height, PixelFormat::rgb);
  for (std::ptrdiff_t i = 0; i < image.stride() * height; ++i)
    image.view().data[i] = std::uint8_t((i * 7919 + i / 31) % 251);
  return image;
}

std::vector<std::uint8_t> bytes_of(const Image& image) {
  return {image.view().data, image.view().data + image.stride() * height};
}

/// Runs `work` with large allocations failing once, later ones more seldom, and again without.
template <typename Work, typename Check>
void fail_in_turn(const Work& work, const Check& check) {
  bool happened = true;
  for (int number = 0; happened; number += 1 + number / 8) {
    {
      const FailingAllocation failing(number);
      try {
        work(number);
      } catch (const std::exception&) {
        EXPECT_TRUE(failing.happened());
      }
      happened = failing.happened();
    }
    work(number);
    check(number);
    ASSERT_FALSE(testing::Test::HasFailure()) << "allocation " << number;
  }
}

class MemoryOfMatter : public testing::TestWithParam<int> {};

TEST_P(MemoryOfMatter, ThatRunsOutSpoilsNoLaterFrame) {
  const auto matter =
      Matter::open({.model = default_model, .device = "cpu", .threads = GetParam()});
  const Image frame = scene();
  Image alpha(width, height, PixelFormat::gray);
  const auto matte = [&](int number) {
    matter->reset();
    matter->matte(frame, {.size = number % 2 == 0 ? 64 : 96, .shift = 2, .min_area = 0.01},
                  alpha.view());
  };
  std::vector<std::vector<std::uint8_t>> expected;
  for (const int which : {0, 1}) {
    matte(which);
    expected.push_back(bytes_of(alpha));
  }
  fail_in_turn(
      matte, [&](int number) { EXPECT_EQ(bytes_of(alpha), expected.at(std::size_t(number % 2))); });
}

INSTANTIATE_TEST_SUITE_P(Threads, MemoryOfMatter, testing::Values(1, 2));

TEST(MemoryOfModel, ThatRunsOutAsItIsOpenedIsAnError) {
  const Image frame = scene();
  Image alpha(width, height, PixelFormat::gray);
  std::vector<std::uint8_t> expected;
  fail_in_turn(
      [&](int) {
        Matter::open({.model = default_model, .device = "cpu", .threads = 1})
            ->matte(frame, {.size = 64}, alpha.view());
      },
      [&](int) {
        if (expected.empty()) expected = bytes_of(alpha);
        EXPECT_EQ(bytes_of(alpha), expected);
      });
}

TEST(MemoryOfCompositor, ThatRunsOutShowsNothingOfTheRoom) {
  const Image frame = scene();
  const Image nobody(width, height, PixelFormat::gray);
  for (const Background background : {Background::color, Background::blur, Background::image}) {
    const Look look = {.background = background,
                       .background_image = SHM_SOURCE_ROOT "/examples/background.jpg",
                       .despill = 1};
    bool happened = true;
    for (int number = 0; happened; number += 1 + number / 8) {
      const auto compositor = Compositor::make();
      Image out(width, height, PixelFormat::rgb);
      const FailingAllocation failing(number);
      try {
        compositor->compose(frame, nobody, look, out.view());
      } catch (const std::exception&) {
        EXPECT_EQ(bytes_of(out), std::vector<std::uint8_t>(bytes_of(out).size()));
      }
      happened = failing.happened();
    }
  }
}

}  // namespace
}  // namespace shm

#endif
