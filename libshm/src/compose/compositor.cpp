// SPDX-License-Identifier: MIT
// Puts the person of a frame before a background, or frees them.

#include "shm/compositor.hpp"

#include "base/check_options.hpp"
#include "base/parallel.hpp"
#include "compose/background.hpp"
#include "compose/blend.hpp"
#include "compose/despill.hpp"
#include "compose/light_wrap.hpp"
#include "shm/error.hpp"
#include "shm/fill.hpp"
#include "shm/look_options.hpp"

namespace shm {
namespace {

void check_sizes(const ImageView& frame, const ImageView& alpha, const MutableImageView& out) {
  const auto differs = [&](const auto& image) {
    return image.width != frame.width || image.height != frame.height;
  };
  if (frame.width < 1 || frame.height < 1) throw BadInput("compose: the frame is empty");
  if (differs(alpha) || differs(out))
    throw BadInput("compose: frame, alpha and out must have one size");
  if (alpha.format != PixelFormat::gray) throw BadInput("compose: alpha must have format gray");
  if (out.format == PixelFormat::gray) throw BadInput("compose: out must have colour");
}

/// Colours of a frame's row on their way to `out`.
class Colors {
 public:
  Colors(const ImageView& frame, const ImageView& alpha, const MutableImageView& out,
         const Despill& despill)
      : frame_(frame),
        alpha_(alpha),
        out_(out),
        reorder_(reorder_row(frame.format, out.format)),
        despill_(despill) {}

  bool in_place() const { return frame_.data == out_.data && frame_.format == out_.format; }

  void write(int y) const {
    reorder_(frame_.row(y), out_.row(y), out_.width, from_, to_);
    despill(y);
  }

  /// What is there already.
  void despill(int y) const { despill_.row(y, alpha_.row(y), to_, out_.row(y)); }

 private:
  ImageView frame_, alpha_;
  MutableImageView out_;
  PixelLayout from_ = layout_of(frame_.format);
  PixelLayout to_ = layout_of(out_.format);
  ReorderRow reorder_;
  const Despill& despill_;
};

/// The person's colours, with alpha beside them.
void keep_straight(const Colors& colors, const ImageView& alpha, const MutableImageView& out) {
  const int place = layout_of(out.format).alpha;
  for_each_row(out.height, [&](int y) {
    if (colors.in_place())
      colors.despill(y);
    else
      colors.write(y);
    store_alpha_row(out.row(y), alpha.row(y), out.width, place);
  });
}

void lay_over(const Colors& colors, const ImageView& alpha, const BackgroundView& background,
              const LightWrap& light, const MutableImageView& out) {
  const BlendRow blend = blend_row(out.format);
  for_each_row(out.height, [&](int y) {
    colors.write(y);
    blend(out.row(y), alpha.row(y), background.row(y), out.width);
    light.row(y, alpha.row(y), out.row(y));
  });
}

class BackgroundCompositor final : public Compositor {
 public:
  void compose(const ImageView& frame, const ImageView& alpha, const Look& look,
               const MutableImageView& out) override {
    try {
      look.check();
      check_sizes(frame, alpha, out);
      show(frame, alpha, look, out);
    } catch (...) {
      blank(out);  // `out` may be the frame itself: the room must not be shown
      throw;
    }
  }

 private:
  void show(const ImageView& frame, const ImageView& alpha, const Look& look,
            const MutableImageView& out) {
    const bool transparent =
        look.background == Background::transparent && layout_of(out.format).alpha >= 0;
    despill_.prepare(frame, alpha, look.despill);
    const Colors colors(frame, alpha, out, despill_);
    if (transparent && look.alpha_mode == AlphaMode::straight)
      keep_straight(colors, alpha, out);
    else if (transparent)
      lay_over(colors, alpha, color_.zeros(out.width, out.format), {}, out);
    else
      lay_over_background(frame, alpha, look, colors, out);
  }

  void lay_over_background(const ImageView& frame, const ImageView& alpha, const Look& look,
                           const Colors& colors, const MutableImageView& out) {
    const BackgroundView behind = background(frame, alpha, look, out);
    light_.prepare(alpha, behind, look.light_wrap);
    lay_over(colors, alpha, behind, light_, out);
  }

  BackgroundView background(const ImageView& frame, const ImageView& alpha, const Look& look,
                            const MutableImageView& out) {
    switch (look.background) {
      case Background::blur: return blur_.view(frame, alpha, look.blur_strength, out.format);
      case Background::image:
        return picture_.view(look.background_image, look.background_color, {out.width, out.height},
                             out.format);
      default: return color_.opaque(look.background_color, out.width, out.format);
    }
  }

  ColorBackground color_;
  PictureBackground picture_;
  BlurBackground blur_;
  Despill despill_;
  LightWrap light_;
};

}  // namespace

void Look::check() const {
  check_options(*this);
  if (background == Background::image && background_image.empty())
    throw InvalidOption("background-image: name a picture, for background is \"image\"");
}

std::unique_ptr<Compositor> Compositor::make() {
  return std::make_unique<BackgroundCompositor>();
}

void blank(const MutableImageView& out) {
  fill(out, 0);
}

}  // namespace shm
