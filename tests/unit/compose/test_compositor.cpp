// SPDX-License-Identifier: MIT
// What each way of showing a person gives, in every format.
#include "shm/compositor.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "shm/error.hpp"
#include "shm/picture.hpp"
#include "temporary_folder.hpp"

using namespace shm;

namespace {

constexpr std::array all_formats = {
    PixelFormat::rgb,  PixelFormat::bgr,  PixelFormat::rgba, PixelFormat::bgra, PixelFormat::argb,
    PixelFormat::abgr, PixelFormat::rgbx, PixelFormat::bgrx, PixelFormat::xrgb, PixelFormat::xbgr};

struct Pixel {
  int red, green, blue, alpha;
  bool operator==(const Pixel&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Pixel& p) {
  return out << p.red << ' ' << p.green << ' ' << p.blue << ' ' << p.alpha;
}

void put(const MutableImageView& image, int x, int y, const Pixel& pixel) {
  const PixelLayout layout = layout_of(image.format);
  std::uint8_t* p = image.row(y) + x * layout.bytes;
  p[layout.red] = std::uint8_t(pixel.red);
  p[layout.green] = std::uint8_t(pixel.green);
  p[layout.blue] = std::uint8_t(pixel.blue);
  if (layout.alpha >= 0) p[layout.alpha] = std::uint8_t(pixel.alpha);
}

Pixel get(const ImageView& image, int x, int y) {
  const PixelLayout layout = layout_of(image.format);
  const std::uint8_t* p = image.row(y) + x * layout.bytes;
  return {p[layout.red], p[layout.green], p[layout.blue], layout.alpha < 0 ? -1 : p[layout.alpha]};
}

Image filled(int width, int height, PixelFormat format, const Pixel& pixel) {
  Image image(width, height, format);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      put(image.view(), x, y, pixel);
  return image;
}

Image grey(int width, int height, int value) {
  return filled(width, height, PixelFormat::gray, {value, value, value, -1});
}

/// What a format without alpha reads back.
Pixel as_in(PixelFormat format, Pixel pixel) {
  if (layout_of(format).alpha < 0) pixel.alpha = -1;
  return pixel;
}

Pixel composed(PixelFormat from, PixelFormat to, int alpha, const Look& look) {
  const Image frame = filled(5, 3, from, {200, 100, 50, 7});
  Image out(5, 3, to);
  Compositor::make()->compose(frame, grey(5, 3, alpha), look, out);
  return get(out, 4, 2);
}

constexpr Pixel person{180, 60, 40, -1};
constexpr Pixel green_wall{20, 220, 30, -1};

/// A person at the right, whose soft edge lets the wall shine through.
struct SoftEdge {
  Image frame;
  Image alpha = grey(320, 240, 0);

  explicit SoftEdge(PixelFormat format) : frame(320, 240, format) {
    for (int y = 0; y < 240; ++y)
      for (int x = 0; x < 320; ++x) {
        const int share = std::clamp((x - 140) * 6, 0, 255);
        const auto mix = [&](int front, int back) {
          return (front * share + back * (255 - share) + 127) / 255;
        };
        alpha.view().row(y)[x] = std::uint8_t(share);
        put(frame.view(), x, y,
            {mix(person.red, green_wall.red), mix(person.green, green_wall.green),
             mix(person.blue, green_wall.blue), 255});
      }
  }
};

}  // namespace

TEST(Compositor, StraightColorsAreTheFramesOwnInEveryFormat) {
  for (const PixelFormat from : all_formats)
    for (const PixelFormat to : all_formats)
      if (layout_of(to).alpha >= 0) {
        EXPECT_EQ(composed(from, to, 90, {}), (Pixel{200, 100, 50, 90})) << int(from) << int(to);
      }
}

TEST(Compositor, PremultipliedColorsAreScaledByAlphaAndRounded) {
  const Look look{.alpha_mode = AlphaMode::premultiplied};
  for (const PixelFormat to : all_formats)
    if (layout_of(to).alpha >= 0) {
      EXPECT_EQ(composed(PixelFormat::rgb, to, 128, look), (Pixel{100, 50, 25, 128})) << int(to);
      EXPECT_EQ(composed(to, to, 0, look), (Pixel{0, 0, 0, 0})) << int(to);
    }
}

TEST(Compositor, ColorStandsBehindThePersonInEveryFormat) {
  const Look look{.background = Background::color, .background_color = {0, 255, 10, 255}};
  for (const PixelFormat from : all_formats)
    for (const PixelFormat to : all_formats) {
      EXPECT_EQ(composed(from, to, 255, look), as_in(to, {200, 100, 50, 255}));
      EXPECT_EQ(composed(from, to, 0, look), as_in(to, {0, 255, 10, 255}));
      EXPECT_EQ(composed(from, to, 51, look), as_in(to, {40, 224, 18, 255}));
    }
}

TEST(Compositor, EveryAlphaIsRoundedToTheNearest) {
  const Look look{.background = Background::color, .background_color = {11, 0, 255, 255}};
  for (int alpha = 0; alpha < 256; ++alpha) {
    const auto mix = [&](int person, int room) {
      return int(std::lround((person * alpha + room * (255 - alpha)) / 255.0));
    };
    for (const PixelFormat to : {PixelFormat::bgra, PixelFormat::rgb})
      EXPECT_EQ(composed(PixelFormat::rgb, to, alpha, look),
                as_in(to, {mix(200, 11), mix(100, 0), mix(50, 255), 255}));
  }
}

TEST(Compositor, TransparencyThatAFormatCannotHoldBecomesTheColor) {
  const Look look{.background_color = {1, 2, 3, 255}};
  EXPECT_EQ(composed(PixelFormat::rgba, PixelFormat::rgbx, 0, look), (Pixel{1, 2, 3, -1}));
}

TEST(Compositor, WorksInPlaceAndLeavesThePaddingAlone) {
  for (const PixelFormat format : all_formats) {
    std::vector<std::uint8_t> pixels(3 * 64, 77);
    const MutableImageView frame{pixels.data(), 7, 3, 64, format};
    for (int i = 0; i < 21; ++i)
      put(frame, i % 7, i / 7, {200, 100, 50, 9});
    Compositor::make()->compose(frame, grey(7, 3, 255), {.background = Background::color}, frame);
    EXPECT_EQ(get(frame, 6, 2), as_in(format, {200, 100, 50, 255}));
    for (int y = 0; y < 3; ++y)
      for (int x = 7 * layout_of(format).bytes; x < 64; ++x)
        ASSERT_EQ(frame.row(y)[x], 77);
  }
}

TEST(Compositor, PictureCoversTheFrameCentred) {
  const TemporaryFolder folder;
  Image picture = filled(40, 10, PixelFormat::rgb, {255, 0, 0, -1});
  for (int y = 0; y < 10; ++y)
    for (int x = 15; x < 25; ++x)
      put(picture.view(), x, y, {0, 0, 255, -1});
  write_picture(folder / "b.png", picture);
  const Look look{.background = Background::image, .background_image = folder / "b.png"};
  Image out(30, 30, PixelFormat::bgra);
  Compositor::make()->compose(out, grey(30, 30, 0), look, out);
  for (const int x : {0, 15, 29})
    for (const int y : {0, 15, 29})
      EXPECT_EQ(get(out, x, y), (Pixel{0, 0, 255, 255}));
}

TEST(Compositor, PictureFollowsPathSizeAndFormat) {
  const TemporaryFolder folder;
  write_picture(folder / "red.png", filled(4, 4, PixelFormat::rgb, {255, 0, 0, -1}));
  write_picture(folder / "blue.png", filled(4, 4, PixelFormat::rgb, {0, 0, 255, -1}));
  const auto compositor = Compositor::make();
  const auto shown = [&](const std::string& name, int side, PixelFormat format) {
    Image out(side, side, format);
    compositor->compose(out, grey(side, side, 0),
                        {.background = Background::image, .background_image = folder / name}, out);
    return get(out, side - 1, side - 1);
  };
  EXPECT_EQ(shown("red.png", 8, PixelFormat::rgba), (Pixel{255, 0, 0, 255}));
  EXPECT_EQ(shown("blue.png", 8, PixelFormat::rgba), (Pixel{0, 0, 255, 255}));
  EXPECT_EQ(shown("blue.png", 9, PixelFormat::argb), (Pixel{0, 0, 255, 255}));
}

TEST(Compositor, BlurredRoomHasNoGlowOfThePerson) {
  Image frame = filled(320, 240, PixelFormat::rgba, {0, 0, 200, 255});
  Image alpha = grey(320, 240, 0);
  for (int y = 60; y < 240; ++y)
    for (int x = 110; x < 210; ++x) {
      put(frame.view(), x, y, {250, 0, 0, 255});
      alpha.view().row(y)[x] = 255;
    }
  const auto compositor = Compositor::make();
  for (const double strength : {0.0, 0.1, 0.5, 1.0}) {
    Image out(320, 240, PixelFormat::rgba);
    compositor->compose(frame, alpha, {.background = Background::blur, .blur_strength = strength},
                        out);
    EXPECT_EQ(get(out, 160, 150), (Pixel{250, 0, 0, 255}));
    for (const int x : {0, 100, 107, 212}) {
      EXPECT_LE(get(out, x, 150).red, 12) << x << " at strength " << strength;
      EXPECT_GE(get(out, x, 150).blue, 185) << x << " at strength " << strength;
    }
  }
}

TEST(Compositor, BlurHidesTheRoomsDetail) {
  Image frame(320, 240, PixelFormat::rgb);
  for (int y = 0; y < 240; ++y)
    for (int x = 0; x < 320; ++x) {
      const int value = (x / 4 + y / 4) % 2 * 255;
      put(frame.view(), x, y, {value, value, value, -1});
    }
  Image out(320, 240, PixelFormat::rgb);
  Compositor::make()->compose(frame, grey(320, 240, 0), {.background = Background::blur}, out);
  for (int y = 20; y < 220; y += 3)
    for (int x = 20; x < 300; x += 3)
      ASSERT_NEAR(get(out, x, y).red, 127, 8);
}

TEST(Compositor, BlurTakesEverySize) {
  const auto compositor = Compositor::make();
  for (const auto& [width, height] : {std::pair{1, 1}, {8192, 16}, {3, 701}}) {
    Image frame = filled(width, height, PixelFormat::bgr, {10, 20, 30, -1});
    compositor->compose(frame, grey(width, height, 0), {.background = Background::blur}, frame);
    EXPECT_EQ(get(frame, width - 1, height - 1), (Pixel{10, 20, 30, -1}));
  }
}

TEST(Compositor, DespillTakesTheWallOutOfASoftEdge) {
  for (const PixelFormat format : {PixelFormat::rgba, PixelFormat::abgr, PixelFormat::bgra}) {
    SoftEdge edge(format);
    const int before = get(edge.frame, 155, 120).green;
    Image half(320, 240, format);
    const auto compositor = Compositor::make();
    compositor->compose(edge.frame, edge.alpha, {.despill = 0.5}, half);
    compositor->compose(edge.frame, edge.alpha, {.despill = 1}, edge.frame);
    for (int x = 145; x < 320; ++x) {
      const Pixel seen = get(edge.frame, x, 120);
      EXPECT_NEAR(seen.red, person.red, 12) << x;
      EXPECT_NEAR(seen.green, person.green, 12) << x;
      EXPECT_NEAR(seen.blue, person.blue, 12) << x;
      EXPECT_EQ(seen.alpha, edge.alpha.view().row(120)[x]);
    }
    EXPECT_NEAR(get(half, 155, 120).green, (before + person.green) / 2.0, 8);
  }
}

TEST(Compositor, DespillLeavesWhatIsWhollyPersonOrRoomAlone) {
  const SoftEdge edge(PixelFormat::rgb);
  Image out(320, 240, PixelFormat::rgba);
  Compositor::make()->compose(edge.frame, edge.alpha, {.despill = 1}, out);
  for (const int x : {0, 100, 139, 200, 319})
    EXPECT_EQ(get(out, x, 60).green, get(edge.frame, x, 60).green) << x;
}

TEST(Compositor, NothingOfTheWallIsSeenBeforeAnotherBackground) {
  const SoftEdge edge(PixelFormat::rgb);
  const auto green_at = [&](double despill) {
    Image out(320, 240, PixelFormat::rgb);
    const Look look{.background = Background::color,
                    .background_color = {180, 60, 40, 255},
                    .despill = despill};
    Compositor::make()->compose(edge.frame, edge.alpha, look, out);
    int most = 0;
    for (int x = 0; x < 320; ++x)
      most = std::max(most, get(out, x, 120).green);
    return most;
  };
  EXPECT_GT(green_at(0), person.green + 30);
  EXPECT_LT(green_at(1), person.green + 8);
}

TEST(Compositor, DespillTakesEverySize) {
  const auto compositor = Compositor::make();
  for (const auto& [width, height] : {std::pair{1, 1}, {8192, 16}, {3, 701}}) {
    Image frame = filled(width, height, PixelFormat::bgra, {10, 20, 30, 255});
    compositor->compose(frame, grey(width, height, 99), {.despill = 1}, frame);
    EXPECT_EQ(get(frame, width - 1, height - 1).alpha, 99);
  }
}

TEST(Compositor, FailureLeavesNothingOfTheRoom) {
  const TemporaryFolder folder;
  std::ofstream(folder / "broken.png") << "no picture";
  const auto compositor = Compositor::make();
  const auto fails = [&](const Look& look, const Image& alpha) {
    Image frame = filled(6, 6, PixelFormat::rgba, {200, 100, 50, 255});
    try {
      compositor->compose(frame, alpha, look, frame);
      ADD_FAILURE() << "no failure";
    } catch (const Error&) {
    }
    for (int i = 0; i < 36; ++i)
      EXPECT_EQ(get(frame, i % 6, i / 6), (Pixel{0, 0, 0, 0}));
  };
  fails({.background = Background::image, .background_image = folder / "gone.png"}, grey(6, 6, 9));
  fails({.background = Background::image, .background_image = folder / "broken.png"},
        grey(6, 6, 9));
  fails({.background = Background::image}, grey(6, 6, 9));
  fails({.background = Background::blur, .blur_strength = NAN}, grey(6, 6, 9));
  fails({.despill = NAN}, grey(6, 6, 9));
  fails({}, grey(5, 6, 255));
}
