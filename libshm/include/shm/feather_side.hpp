// SPDX-License-Identifier: MIT
// Where feathered edges fade.
#pragma once

#include <array>

#include "shm/option.hpp"

namespace shm {

/// Where alpha's edge fades that is made softer: beyond the person, on both sides, or within.
enum class FeatherSide { outside, centred, inside };

template <>
inline constexpr std::array choices<FeatherSide> = {
    Choice<FeatherSide>{FeatherSide::outside, "outside", "Beyond the person"},
    Choice<FeatherSide>{FeatherSide::centred, "centred", "On both sides of the edge"},
    Choice<FeatherSide>{FeatherSide::inside, "inside", "Within the person"},
};

}  // namespace shm
