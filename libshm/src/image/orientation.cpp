// SPDX-License-Identifier: MIT
// Lays a picture as its orientation says.
#include "image/orientation.hpp"

#include <array>

#include "image/turned.hpp"

namespace shm {
namespace {

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

cv::Mat upright(const cv::Mat& picture, int orientation) {
  return turned(picture, turns[std::size_t(orientation)]);
}

}  // namespace shm
