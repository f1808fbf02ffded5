// SPDX-License-Identifier: MIT
// A pixel's colours as floats.
#pragma once

#include <algorithm>

#include "kernels/host_device.hpp"

namespace shm {

struct Rgb {
  float red, green, blue;

  SHM_HOST_DEVICE Rgb max(float least) const {
    return {std::max(red, least), std::max(green, least), std::max(blue, least)};
  }
  SHM_HOST_DEVICE Rgb min(float most) const {
    return {std::min(red, most), std::min(green, most), std::min(blue, most)};
  }
};

SHM_HOST_DEVICE Rgb operator+(const Rgb& a, const Rgb& b) {
  return {a.red + b.red, a.green + b.green, a.blue + b.blue};
}
SHM_HOST_DEVICE Rgb operator-(const Rgb& a, const Rgb& b) {
  return {a.red - b.red, a.green - b.green, a.blue - b.blue};
}
SHM_HOST_DEVICE Rgb operator*(float factor, const Rgb& color) {
  return {factor * color.red, factor * color.green, factor * color.blue};
}
SHM_HOST_DEVICE Rgb operator/(const Rgb& color, float divisor) {
  return {color.red / divisor, color.green / divisor, color.blue / divisor};
}
SHM_HOST_DEVICE Rgb& operator+=(Rgb& sum, const Rgb& color) {
  return sum = sum + color;
}

}  // namespace shm
