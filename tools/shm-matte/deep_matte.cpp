// SPDX-License-Identifier: MIT
// Results of 16 bits a channel.
#include "shm-matte/deep_matte.hpp"

#include <cmath>
#include <cstddef>
#include <span>

namespace shm::tools {
namespace {

constexpr int white = 65535;

std::uint16_t scaled(std::uint16_t value, double factor) {
  return std::uint16_t(std::lround(value * factor));
}

DeepPicture alpha_alone(const DeepPicture& picture) {
  DeepPicture alpha{picture.width, picture.height, 1, {}};
  for (std::size_t i = 3; i < picture.samples.size(); i += 4)
    alpha.samples.push_back(picture.samples[i]);
  return alpha;
}

}  // namespace

DeepPicture deep_result(DeepPicture picture, const Image& colors, const Plane& alpha,
                        const MatteJob& job) {
  const std::uint8_t* seen = colors.view().data;
  const float* share = alpha.view().data;
  const bool premultiplied = job.look.alpha_mode == AlphaMode::premultiplied;
  for (std::size_t i = 0; i < picture.samples.size(); i += 4, seen += 3, ++share) {
    const std::span pixel(picture.samples.data() + i, 4);
    const bool hidden = pixel[3] == 0;
    pixel[3] = scaled(pixel[3], double(*share));
    for (std::size_t c = 0; c < 3; ++c) {
      if (hidden) pixel[c] = std::uint16_t(seen[c] * 257);
      if (premultiplied) pixel[c] = scaled(pixel[c], double(pixel[3]) / white);
    }
  }
  return job.output == Output::alpha ? alpha_alone(picture) : picture;
}

}  // namespace shm::tools
