#pragma once

#include <cstddef>
#include <vector>

namespace shm {

/// A row of the system: a pixel.
struct Place {
  int x, y;
};

/// Rows that are eliminated together: a strip, or what is too little to be parted.
struct DissectedBlock {
  int begin, end;                   ///< positions in the order of elimination
  std::vector<std::size_t> halves;  ///< blocks that it parts
  std::size_t first;                ///< block from which on all up to it are parts of its halves

  int size() const { return end - begin; }
};

/// An order of elimination that leaves little to fill in: nested dissection (George, 1973). A strip
/// of places, as wide as the farthest link, parts the others in two halves that do not see each
/// other; each is dissected in turn, and the strip is eliminated after both.
struct Dissection {
  std::vector<int> order;              ///< row at each position
  std::vector<DissectedBlock> blocks;  ///< halves before what parts them; the last holds the root
};

/// `reach`: rows or columns from a place to the farthest that it is linked to.
Dissection dissect(const std::vector<Place>& places, int reach);

}  // namespace shm
