// SPDX-License-Identifier: MIT
// Pieces of memory are zeros, apart, and as many as there is room for.
#include "solver/zeroed_arena.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <vector>

TEST(ZeroedArena, PiecesAreZerosAndApart) {
  shm::ZeroedArena arena;
  std::vector<std::vector<float*>> pieces(4);
  const std::size_t counts[] = {1, 1000, 100'000, 3'000'000};
  for (int round = 0; round < 5; ++round)
    for (std::size_t i = 0; i < 4; ++i) {
      float* piece = arena.take(counts[i]);
      ASSERT_TRUE(std::all_of(piece, piece + counts[i], [](float value) { return value == 0; }));
      std::fill_n(piece, counts[i], float(1 + i));
      pieces[i].push_back(piece);
    }
  for (std::size_t i = 0; i < 4; ++i)
    for (const float* piece : pieces[i])
      EXPECT_EQ(std::count(piece, piece + counts[i], float(1 + i)), std::ptrdiff_t(counts[i]));
}

TEST(ZeroedArena, GivesAsManyPiecesAsThereIsMemory) {
  constexpr std::size_t count = std::size_t(1) << 20;
  shm::ZeroedArena arena;
  std::vector<float*> pieces;
  for (int i = 0; i < 150; ++i) {  // 75 of the largest chunks; what is not touched takes no memory
    pieces.push_back(arena.take(count));
    pieces.back()[0] = float(i);
  }
  for (int i = 0; i < 150; ++i)
    EXPECT_EQ(*pieces[std::size_t(i)], float(i));
}
