// SPDX-License-Identifier: MIT
// What stands behind a person: its picture is read beside a live stream, whose frames do not wait.
#include "backdrop.hpp"

#include <utility>

#include "is_ready.hpp"

namespace shm {

void Backdrop::close() {
  const bool live = live_;
  *this = {};
  live_ = live;
}

std::optional<Failure> Backdrop::take_over(const Library& library, const Look& look,
                                           const ImageView& canvas) {
  if (!compositor_) compositor_ = library.make_compositor();
  if (look.background != Background::image || look.background_image != refused_image_)
    refused_image_.reset();
  try {
    if (is_ready(loading_)) adopt(std::move(loading_), look.background_image);
    if (!loading_.valid() && comes_later(look)) load_aside(library, look, canvas);
  } catch (...) {
    refuse(next_image_);
    return current_failure();
  }
  return {};
}

Look Backdrop::showable(const Look& look) {
  Look now = look;
  if (look.background == Background::image) {
    if (refused_image_) {
      now.background = Background::color;
    } else if (comes_later(look)) {
      now.background = shown_->background;
      now.background_image = shown_->background_image;
      now.alpha_mode = AlphaMode::premultiplied;  // whoever drops alpha now must not see the room
    } else {
      image_ = look.background_image;
    }
  }
  shown_ = now;
  return now;
}

bool Backdrop::comes_later(const Look& look) const {
  return look.background == Background::image && look.background_image != image_ &&
         !refused_image_ && live_ && shown_;
}

void Backdrop::adopt(std::future<Loaded> loaded, const std::string& wanted_image) {
  if (next_image_ != wanted_image) return;
  compositor_ = loaded.get();
  image_ = next_image_;
}

void Backdrop::refuse(const std::string& image) {
  refused_image_ = image;
  image_.clear();
  shown_.reset();
}

/// A frame is composed there, so that the picture is read and has that frame's size.
void Backdrop::load_aside(const Library& library, const Look& look, const ImageView& canvas) {
  next_image_ = look.background_image;
  loading_ =
      std::async(std::launch::async, [make = library.make_compositor, look, width = canvas.width,
                                      height = canvas.height, format = canvas.format] {
        Loaded compositor = make();
        Image frame(width, height, format);
        const Image alpha(width, height, PixelFormat::gray);
        compositor->compose(frame.view(), alpha.view(), look, frame.view());
        return compositor;
      });
}

}  // namespace shm
