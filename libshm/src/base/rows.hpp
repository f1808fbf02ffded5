// SPDX-License-Identifier: MIT
// A range of rows.
#pragma once

#include <cstdint>

namespace shm {

/// Neighbouring rows of one picture, or of several counted through: begin <= y < end.
struct Rows {
  std::int64_t begin, end;
};

}  // namespace shm
