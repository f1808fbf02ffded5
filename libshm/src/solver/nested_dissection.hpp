// SPDX-License-Identifier: MIT
// An elimination order for points of a grid that leaves little fill-in.
#pragma once

#include <cstddef>
#include <vector>

namespace shm {

/// A row of the system: a pixel.
struct GridPoint {
  int x, y;
};

/// Rows that are eliminated together: a separator, or what is too little to be parted.
struct Supernode {
  int begin, end;                     ///< rows
  std::vector<std::size_t> children;  ///< nodes that it parts
  std::size_t first;                  ///< node from which on all up to it are parts of its children

  int size() const { return end - begin; }
};

/// Puts the points into an order of elimination that leaves little to fill in: nested dissection
/// (George, 1973). A separator of points, as wide as the farthest link, parts the others in two
/// halves that do not see each other; each is dissected in turn, and the separator is eliminated
/// after both. Points of one part stand together, so that what is near in the picture is near in
/// memory.
///
/// `reach`: rows or columns from a point to the farthest that it is linked to. Returns the nodes,
/// children before what parts them; the last holds the root. The number of threads changes nothing.
std::vector<Supernode> dissect(std::vector<GridPoint>& points, int reach, int threads);

}  // namespace shm
