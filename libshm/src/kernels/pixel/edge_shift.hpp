// SPDX-License-Identifier: MIT
// How far edges are moved before they fade.
#pragma once

#include "shm/feather_side.hpp"

namespace shm {

/// Outwards above 0; what fades on one side alone has its middle moved to where its one end was.
inline double edge_shift(double shift, int feather, FeatherSide side) {
  switch (side) {
    case FeatherSide::outside: return shift + feather / 2.0;
    case FeatherSide::inside: return shift - feather / 2.0;
    case FeatherSide::centred: break;
  }
  return shift;
}

}  // namespace shm
