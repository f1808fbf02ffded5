// SPDX-License-Identifier: MIT
// That a background's light falls around the person's edges, and nowhere else.
#include <gtest/gtest.h>

#include "shm/compositor.hpp"

namespace shm {
namespace {

constexpr int width = 320, height = 240, edge = 160;

/// A dark person in the right half.
class Scene {
 public:
  explicit Scene(PixelFormat format) : frame_(width, height, format), out_(width, height, format) {
    for (int y = 0; y < height; ++y) {
      std::fill_n(frame_.view().row(y), width * layout_of(format).bytes, dark);
      for (int x = 0; x < width; ++x)
        alpha_.view().row(y)[x] = x < edge ? 0 : 255;
    }
  }

  const Image& before(const std::array<std::uint8_t, 4>& color, double light_wrap) {
    Look look;
    look.background = Background::color;
    look.background_color = color;
    look.light_wrap = light_wrap;
    compositor_->compose(frame_, alpha_, look, out_.view());
    return out_;
  }

  static constexpr std::uint8_t dark = 40;

 private:
  Image frame_, out_;
  Image alpha_{width, height, PixelFormat::gray};
  std::unique_ptr<Compositor> compositor_ = Compositor::make();
};

int red(const ImageView& image, int x, int y = height / 2) {
  const PixelLayout layout = layout_of(image.format);
  return image.row(y)[x * layout.bytes + layout.red];
}
int blue(const ImageView& image, int x, int y = height / 2) {
  const PixelLayout layout = layout_of(image.format);
  return image.row(y)[x * layout.bytes + layout.blue];
}

constexpr std::array<std::uint8_t, 4> red_wall = {255, 0, 0, 255};

TEST(LightWrap, FallsOnThePersonsEdgeAndFadesWithin) {
  for (const PixelFormat format : {PixelFormat::rgba, PixelFormat::bgr, PixelFormat::xrgb}) {
    Scene scene(format);
    const Image& out = scene.before(red_wall, 1);
    EXPECT_GT(red(out, edge), Scene::dark + 60);
    for (int x = edge; x + 1 < width; ++x)
      EXPECT_GE(red(out, x), red(out, x + 1)) << x;
    EXPECT_EQ(red(out, edge + width / 8), Scene::dark);
  }
}

TEST(LightWrap, HasTheBackgroundsColour) {
  Scene scene(PixelFormat::rgba);
  EXPECT_EQ(blue(scene.before(red_wall, 1), edge), Scene::dark);
}

TEST(LightWrap, LeavesTheBackgroundAsItIs) {
  Scene scene(PixelFormat::rgba);
  const Image& out = scene.before({200, 90, 30, 255}, 1);
  for (int x = 0; x < edge; ++x) {
    EXPECT_EQ(red(out, x), 200);
    EXPECT_EQ(blue(out, x), 30);
  }
}

TEST(LightWrap, IsNoneWhereItIsOffOrTheBackgroundIsDark) {
  Scene scene(PixelFormat::rgba);
  EXPECT_EQ(red(scene.before(red_wall, 0), edge), Scene::dark);
  EXPECT_EQ(red(scene.before({0, 0, 0, 255}, 1), edge), Scene::dark);
}

TEST(LightWrap, GrowsWithItsStrength) {
  Scene scene(PixelFormat::rgba);
  const int half = red(scene.before(red_wall, 0.5), edge);
  EXPECT_GT(half, Scene::dark + 20);
  EXPECT_GT(red(scene.before(red_wall, 1), edge), half + 20);
}

TEST(LightWrap, DoesNotTouchACutout) {
  Image frame(9, 7, PixelFormat::rgba), out(9, 7, PixelFormat::rgba);
  Image alpha(9, 7, PixelFormat::gray);
  for (int y = 0; y < 7; ++y) {
    std::fill_n(frame.view().row(y), 4 * 9, std::uint8_t(77));
    std::fill_n(alpha.view().row(y), 9, std::uint8_t(128));
  }
  Look look;
  look.light_wrap = 1;
  Compositor::make()->compose(frame, alpha, look, out.view());
  EXPECT_EQ(red(out, 4, 3), 77);
}

TEST(LightWrap, TakesFramesOfEverySize) {
  for (const auto& [columns, rows] : {std::pair{1, 1}, {2, 333}, {501, 1}}) {
    Image frame(columns, rows, PixelFormat::rgba), alpha(columns, rows, PixelFormat::gray);
    Look look;
    look.background = Background::color;
    look.light_wrap = 1;
    Compositor::make()->compose(frame, alpha, look, frame.view());
    EXPECT_EQ(red(frame, columns - 1, rows - 1), look.background_color[0]);
  }
}

}  // namespace
}  // namespace shm
