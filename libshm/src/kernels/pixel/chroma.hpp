// SPDX-License-Identifier: MIT
// Which samples of chroma belong to a pixel, and which pixels to a sample.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "kernels/host_device.hpp"
#include "shm/raw_video.hpp"

namespace shm {

/// How many samples of chroma there are for so many pixels.
SHM_HOST_DEVICE int halved(int pixels, int times) {
  return (pixels + (1 << times) - 1) >> times;
}

/// Two samples that something lies between.
struct Neighbours {
  int before, after;
  float fraction;  ///< of `after`
};

SHM_HOST_DEVICE Neighbours chroma_at(int pixel, int times, bool cosited, int samples) {
  const int shared = 1 << times;
  const float place =
      cosited ? float(pixel) / float(shared) : (float(pixel) + 0.5F) / float(shared) - 0.5F;
  const float before = std::floor(place);
  return {std::max(int(before), 0), std::min(int(before) + 1, samples - 1), place - before};
}

/// Rows of chroma for a row of the frame: those of its own field, where it has two.
SHM_HOST_DEVICE Neighbours chroma_rows(const RawVideo& video, int y) {
  const int fields = video.interlaced ? 2 : 1;
  const int field = y % fields;
  const int rows = (video.height - field + fields - 1) / fields;
  Neighbours at = chroma_at(y / fields, video.down, video.cosited_down, halved(rows, video.down));
  at.before = at.before * fields + field;
  at.after = at.after * fields + field;
  return at;
}

/// How far the two pixels that share a sample go towards the one before it and the one after it.
struct PairFractions {
  float left, right;
};
SHM_HOST_DEVICE PairFractions pair_fractions(const RawVideo& video) {
  return video.cosited_across ? PairFractions{0, 0.5F} : PairFractions{0.25F, 0.25F};
}

/// How many rows of chroma there are: of two fields, where rows take turns.
SHM_HOST_DEVICE int chroma_groups(const MutableRawVideo& video) {
  const int fields = video.interlaced ? 2 : 1;
  return fields * halved((video.height + fields - 1) / fields, video.down);
}

/// The rows of a frame that share a row of chroma, those of one field: `step` apart, up to the
/// frame's last.
struct SharingRows {
  int first, step, most;
};
SHM_HOST_DEVICE SharingRows rows_of(const MutableRawVideo& video, int group) {
  const int fields = video.interlaced ? 2 : 1;
  return {(group / fields << video.down) * fields + group % fields, fields, 1 << video.down};
}

/// What pixels count in a sample of chroma: the second of its two and the one before them, where
/// the first counts 1.
struct PixelShares {
  float before, second;
};
SHM_HOST_DEVICE PixelShares pixel_shares(const MutableRawVideo& video) {
  const float before = video.cosited_across ? 0.5F : 0.0F;
  return {before, 1 - before};
}

}  // namespace shm
