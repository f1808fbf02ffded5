// SPDX-License-Identifier: MIT
// Trimaps from masks and alphas, and what their values mean.
#pragma once

#include <cstdint>
#include <string>

#include "shm/api.hpp"
#include "shm/image.hpp"

namespace shm {

/// The values of a trimap's pixels, as every trimap that is written here holds them.
inline constexpr std::uint8_t trimap_background = 0;
inline constexpr std::uint8_t trimap_unknown = 128;
inline constexpr std::uint8_t trimap_foreground = 255;

/// What a trimap says of a pixel with this value: that of the three which is nearest, so that a
/// trimap that was painted by hand or went through a lossy file is read as it was meant.
constexpr bool is_background(std::uint8_t value) {
  return value < 64;
}
constexpr bool is_foreground(std::uint8_t value) {
  return value >= 192;
}
constexpr bool is_unknown(std::uint8_t value) {
  return !is_background(value) && !is_foreground(value);
}

enum class KernelShape { ellipse, rect, cross };

/// How wide the unknown band becomes: what a size x size kernel reaches to either side of an edge.
/// shm/matting_options.hpp has the ranges.
struct TrimapOptions {
  static constexpr int largest_size = 999;

  int size = 10;        ///< of the kernel, pixels
  double relative = 0;  ///< 0, or the size as a share of the person's extent; size is ignored
  KernelShape shape = KernelShape::ellipse;

  SHM_API void check() const;  ///< throws InvalidOption
};

/// The trimap of a binary mask (format gray, >= 128 is the person): foreground where the kernel
/// fits into the person, background where it does not touch the person, unknown between. Throws
/// InvalidOption, BadInput.
SHM_API Image trimap_from_mask(const ImageView& mask, const TrimapOptions& options);

/// The trimap of a soft alpha (format gray): unknown where alpha is neither 0 nor 255, widened by
/// the kernel; a hard edge gets the same band as in a mask. Throws InvalidOption, BadInput.
SHM_API Image trimap_from_alpha(const ImageView& alpha, const TrimapOptions& options);

/// The kernel size that `options` come to for this mask or alpha: `size`, or `relative` times the
/// longer side of the box around what is >= 128, at least 1 and at most largest_size.
SHM_API int kernel_size(const ImageView& mask, const TrimapOptions& options);

}  // namespace shm
