// SPDX-License-Identifier: MIT
// Which points of a grid see each other, in tests.
#pragma once

#include <cstdlib>

#include "solver/nested_dissection.hpp"

constexpr int reach = 2;

inline bool within_reach(const shm::GridPoint& a, const shm::GridPoint& b) {
  return std::abs(a.x - b.x) <= reach && std::abs(a.y - b.y) <= reach;
}
