#pragma once

#include <cstddef>
#include <cstdint>

#include "shm/api.hpp"
#include "shm/image.hpp"

namespace shm {

/// Video of 4:2:2 as most cameras give it: four bytes for two pixels, which share their chroma.
/// The last pixel of an odd width has four bytes of its own.
struct PackedYuv {
  const std::uint8_t* data = nullptr;
  int width = 0;
  int height = 0;
  std::ptrdiff_t stride = 0;  ///< bytes
  /// Where the first luma, Cb and Cr lie in the four bytes; the second luma is two after the first.
  int luma = 0, cb = 1, cr = 3;
  bool cosited = true;  ///< chroma is the first pixel's; else it lies between both

  /// Of red and blue in luma: ITU-R BT.601; BT.709 has 0.2126 and 0.0722.
  double red_share = 0.299, blue_share = 0.114;
  /// Steps from black to white, and from one end of chroma to the other; 255 where all count.
  double luma_range = 219, chroma_range = 224;
};

/// Writes the same picture to `to`: of the same size, pixels of four bytes, alpha or x 255. Bit for
/// bit what GStreamer 1.22's GstVideoConverter makes of it: in 8 bits, chroma between two known
/// ones linearly. Throws BadInput for another size or kind of pixel.
SHM_API void unpack_yuv(const PackedYuv& from, const MutableImageView& to);

}  // namespace shm
