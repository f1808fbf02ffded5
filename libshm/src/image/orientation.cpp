// SPDX-License-Identifier: MIT
// Lays a picture as its orientation says.

#include "image/orientation.hpp"

#include <array>

namespace shm {
namespace {

struct Turn {
  bool transposed, upside_down, mirrored;  // in this order
};

constexpr std::array<Turn, 9> turns = {{{},  // EXIF counts from 1
                                        {false, false, false},
                                        {false, false, true},
                                        {false, true, true},
                                        {false, true, false},
                                        {true, false, false},
                                        {true, false, true},
                                        {true, true, true},
                                        {true, true, false}}};

}  // namespace

cv::Mat upright(cv::Mat picture, int orientation) {
  const auto [transposed, upside_down, mirrored] = turns[std::size_t(orientation)];
  if (transposed) picture = picture.t();
  if (upside_down) cv::flip(picture, picture, 0);
  if (mirrored) cv::flip(picture, picture, 1);
  return picture;
}

}  // namespace shm
