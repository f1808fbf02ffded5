// SPDX-License-Identifier: MIT
// A frame without what its own alpha hides.
#include "c/visible_frame.hpp"

#include <algorithm>
#include <cstdint>

#include "base/parallel.hpp"
#include "shm/clear_pixels.hpp"

namespace shm::c {
namespace {

bool is_opaque(const ImageView& frame, int place) {
  const int bytes = layout_of(frame.format).bytes;
  for (int y = 0; y < frame.height; ++y)
    for (int x = 0; x < frame.width; ++x)
      if (frame.row(y)[x * bytes + place] != 255) return false;
  return true;
}

}  // namespace

VisibleFrame::VisibleFrame(const ImageView& frame) : frame_(frame) {
  const int place = layout_of(frame.format).alpha;
  if (place < 0 || is_opaque(frame, place)) return;
  read_own_alpha(place);
  hide_clear(own_alpha_, seen_);
}

void VisibleFrame::read_own_alpha(int place) {
  own_alpha_ = Image(frame_.width, frame_.height, PixelFormat::gray);
  seen_ = Image(frame_.width, frame_.height, frame_.format);
  const int bytes = layout_of(frame_.format).bytes;
  for_each_row(frame_.height, [&](int y) {
    std::copy_n(frame_.row(y), seen_.stride(), seen_.view().row(y));
    for (int x = 0; x < frame_.width; ++x)
      own_alpha_.view().row(y)[x] = frame_.row(y)[x * bytes + place];
  });
}

void VisibleFrame::limit(const MutableImageView& alpha) const {
  if (own_alpha_.empty()) return;
  const ImageView own = own_alpha_.view();
  for_each_row(alpha.height, [&](int y) {
    std::transform(alpha.row(y), alpha.row(y) + alpha.width, own.row(y), alpha.row(y),
                   [](int a, int b) { return std::uint8_t((a * b + 127) / 255); });
  });
}

}  // namespace shm::c
