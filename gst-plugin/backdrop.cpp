// SPDX-License-Identifier: MIT
// What stands behind a person: its picture is read beside a live stream, whose frames do not wait.
#include "backdrop.hpp"

#include <chrono>
#include <utility>

namespace shm {

void Backdrop::close() {
  const bool live = live_;
  *this = {};
  live_ = live;
}

std::optional<Failure> Backdrop::take_over(const Library& library,
                                           const std::string& wanted_image) {
  using namespace std::chrono_literals;
  if (!compositor_) compositor_ = library.make_compositor();
  if (!loading_.valid() || loading_.wait_for(0s) != std::future_status::ready) return {};
  std::future<Loaded> loaded = std::move(loading_);
  if (next_image_ != wanted_image) return {};
  try {
    compositor_ = loaded.get();
    image_ = next_image_;
  } catch (...) {
    refuse(next_image_);
    return current_failure();
  }
  return {};
}

Look Backdrop::showable(const Library& library, const Look& look, const ImageView& canvas) {
  const bool wants_image = look.background == Background::image;
  if (!wants_image || look.background_image != refused_image_) refused_image_.reset();
  Look now = look;
  if (refused_image_) {
    now.background = Background::color;
  } else if (wants_image && look.background_image != image_ && live_ && shown_) {
    if (!loading_.valid()) load_aside(library, look, canvas);
    now.background = shown_->background;
    now.background_image = shown_->background_image;
  } else if (wants_image) {
    image_ = look.background_image;
  }
  shown_ = now;
  return now;
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
