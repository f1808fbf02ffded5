// SPDX-License-Identifier: MIT
// Tells near-duplicates among pictures.
#pragma once

#include <array>
#include <cstdint>

#include "shm/image.hpp"

namespace shm {

/// What stays of a picture as it is resized, compressed again or lightened.
struct Fingerprint {
  std::uint64_t hash = 0;  ///< pHash: signs of the 8x8 lowest frequencies against their median
  std::array<std::uint8_t, 256> thumbnail{};  ///< 16x16 luminances
};

Fingerprint fingerprint(const ImageView& rgb);

/// Bits in which the hashes differ.
int hash_distance(const Fingerprint& a, const Fingerprint& b);

/// Whether two pictures are all but the same. Hashes find candidates; portraits on plain walls have
/// hashes alike, so that the thumbnails, correlated, have the last word.
bool near_duplicates(const Fingerprint& a, const Fingerprint& b, int distance);

}  // namespace shm
