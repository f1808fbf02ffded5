// SPDX-License-Identifier: MIT
// Pictures turned and mirrored, as cameras are held.
#pragma once

#include "shm/api.hpp"
#include "shm/image.hpp"

namespace shm {

/// First mirrored along the diagonal, so that rows become columns, then upside down or left to
/// right: each of the eight ways to lay a picture.
struct Turn {
  bool transposed = false;
  bool upside_down = false;
  bool mirrored = false;  ///< left to right

  bool operator==(const Turn&) const = default;
  /// The turn that undoes this one.
  constexpr Turn back() const { return transposed ? Turn{true, mirrored, upside_down} : *this; }
};

/// Writes `from`, turned, to `to`: of the same format, its sides swapped where it is transposed;
/// not `from` itself. Throws BadInput for another size or format.
SHM_API void turn(const ImageView& from, Turn how, const MutableImageView& to);

}  // namespace shm
