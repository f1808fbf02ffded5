#include "shm/compositor.hpp"

#include <cstring>

#include "image/parallel_rows.hpp"
#include "matting/background.hpp"
#include "matting/blend.hpp"
#include "shm/error.hpp"

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

/// The frame as it is, with alpha beside it.
void keep_straight(const ImageView& frame, const ImageView& alpha, const MutableImageView& out) {
  const PixelLayout from = layout_of(frame.format);
  const PixelLayout to = layout_of(out.format);
  const ReorderRow reorder = reorder_row(frame.format, out.format);
  const bool in_place = frame.data == out.data && frame.format == out.format;
  for_each_row(out.height, [&](int y) {
    if (!in_place) reorder(frame.row(y), out.row(y), out.width, from, to);
    store_alpha_row(out.row(y), alpha.row(y), out.width, to.alpha);
  });
}

void lay_over(const ImageView& frame, const ImageView& alpha, const BackgroundView& background,
              const MutableImageView& out) {
  const PixelLayout from = layout_of(frame.format);
  const PixelLayout to = layout_of(out.format);
  const ReorderRow reorder = reorder_row(frame.format, out.format);
  const BlendRow blend = blend_row(out.format);
  for_each_row(out.height, [&](int y) {
    reorder(frame.row(y), out.row(y), out.width, from, to);
    blend(out.row(y), alpha.row(y), background.row(y), out.width);
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
    if (transparent && look.alpha_mode == AlphaMode::straight)
      keep_straight(frame, alpha, out);
    else if (transparent)
      lay_over(frame, alpha, colour_.zeros(out.width, out.format), out);
    else
      lay_over(frame, alpha, background(frame, alpha, look, out), out);
  }

  BackgroundView background(const ImageView& frame, const ImageView& alpha, const Look& look,
                            const MutableImageView& out) {
    switch (look.background) {
      case Background::blur: return blur_.view(frame, alpha, look.blur_strength, out.format);
      case Background::image:
        return picture_.view(look.background_image, {out.width, out.height}, out.format);
      default: return colour_.opaque(look.background_color, out.width, out.format);
    }
  }

  ColourBackground colour_;
  PictureBackground picture_;
  BlurBackground blur_;
};

}  // namespace

void Look::check() const {
  if (!(blur_strength >= 0 && blur_strength <= 1))
    throw InvalidOption("blur-strength: " + std::to_string(blur_strength) + " is not in 0..1");
  if (background == Background::image && background_image.empty())
    throw InvalidOption("background-image: name a picture, for background is \"image\"");
}

std::unique_ptr<Compositor> Compositor::make() {
  return std::make_unique<BackgroundCompositor>();
}

void blank(const MutableImageView& out) {
  const std::size_t bytes = std::size_t(out.width) * std::size_t(layout_of(out.format).bytes);
  for (int y = 0; y < out.height; ++y)
    std::memset(out.row(y), 0, bytes);
}

}  // namespace shm
