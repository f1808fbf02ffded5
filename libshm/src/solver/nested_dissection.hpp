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
  int begin, end;                   ///< rows
  std::vector<std::size_t> halves;  ///< blocks that it parts
  std::size_t first;                ///< block from which on all up to it are parts of its halves

  int size() const { return end - begin; }
};

/// Puts the places into an order of elimination that leaves little to fill in: nested dissection
/// (George, 1973). A strip of places, as wide as the farthest link, parts the others in two halves
/// that do not see each other; each is dissected in turn, and the strip is eliminated after both.
/// Places of one part stand together, so that what is near in the picture is near in memory.
///
/// `reach`: rows or columns from a place to the farthest that it is linked to. Returns the blocks,
/// halves before what parts them; the last holds the root. The number of threads changes nothing.
std::vector<DissectedBlock> dissect(std::vector<Place>& places, int reach, int threads);

}  // namespace shm
