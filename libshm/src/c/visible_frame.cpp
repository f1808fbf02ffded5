// SPDX-License-Identifier: MIT
// A frame without what its own alpha hides.
#include "c/visible_frame.hpp"

#include <algorithm>

#include "base/parallel.hpp"
#include "shm/clear_pixels.hpp"
#include "shm/convert_video.hpp"

namespace shm::c {
namespace {

/// No colours, and the alpha of pixels that have some.
RawVideo alpha_of(const ImageView& frame) {
  const PixelLayout layout = layout_of(frame.format);
  RawVideo alpha{.width = frame.width, .height = frame.height};
  if (layout.alpha >= 0)
    alpha.channels[3] = {frame.row(0) + layout.alpha, frame.stride, layout.bytes};
  return alpha;
}

bool is_opaque(const RawVideo& video) {
  const VideoChannel<const std::uint8_t>& alpha = video.channels[3];
  if (alpha.data == nullptr) return true;
  for (int y = 0; y < video.height; ++y)
    for (int x = 0; x < video.width; ++x)
      if (alpha.row(y)[std::ptrdiff_t(x) * alpha.step] != 255) return false;
  return true;
}

}  // namespace

VisibleFrame::VisibleFrame(const ImageView& frame) : frame_(frame), own_(alpha_of(frame)) {
  if (is_opaque(own_)) return;
  Image alpha(frame.width, frame.height, PixelFormat::gray);
  seen_ = Image(frame.width, frame.height, frame.format);
  for_each_row(frame.height, [&](int y) {
    std::fill_n(alpha.view().row(y), alpha.width(), std::uint8_t(255));
    std::copy_n(frame.row(y), seen_.stride(), seen_.view().row(y));
  });
  multiply_by_alpha(own_, alpha);
  hide_clear(alpha, seen_);
}

void VisibleFrame::limit(const MutableImageView& alpha) const {
  if (!seen_.empty()) multiply_by_alpha(own_, alpha);
}

}  // namespace shm::c
