#pragma once

#include <cstdint>

namespace shm {

/// Rows of one image or of several, counted through; those that one thread does.
struct RowRange {
  std::int64_t begin, end;
};

}  // namespace shm
