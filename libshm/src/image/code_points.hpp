// SPDX-License-Identifier: MIT
// Colours that a file says by numbers: PNG's cICP, HEIF's nclx.
#pragma once

#include <string>

namespace shm {

/// As ITU-T H.273 numbers them; 2: not said.
struct CodePoints {
  int primaries = 2;
  int transfer = 2;

  bool said() const { return primaries != 2 || transfer != 2; }
};

/// The ICC profile of such colours. What is not known counts as sRGB's, and so do video's curves of
/// BT.601, BT.709 and BT.2020: as displays show them. Empty where this was built without lcms2.
/// Throws BadInput for HDR.
std::string profile_of(const CodePoints& colors);

}  // namespace shm
