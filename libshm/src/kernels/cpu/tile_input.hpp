// SPDX-License-Identifier: MIT
// What the networks see, made of the picture and of T-Net's output, and what becomes of M-Net's.
// Each in one pass over memory; channels of a pixel lie together.
#pragma once

#include <cstdint>

#include "base/rows.hpp"
#include "kernels/cpu/bf16.hpp"
#include "kernels/cpu/network_picture.hpp"

namespace shm {

/// What T-Net says of each 4 x 4 pixels.
template <typename Feature>
struct TNetOutput {
  const float* probabilities;  ///< height/4 x width/4 x 3
  const Feature* features;     ///< height/4 x width/4 x 16
};

/// What M-Net's inputs are multiplied by, to be whole numbers where it wants those.
struct InputScales {
  float pixels = 1, probabilities = 1, features = 1;
};

/// Channels of what M-Net sees at half the picture's size: 2 x 2 pixels (3 x 4, as pixel_unshuffle
/// has them), probabilities, a 0 that makes two vectors of it all, features.
constexpr std::int64_t tile_pixels = 12;
constexpr std::int64_t tile_probabilities = 3;
constexpr std::int64_t tile_zeros = 1;
constexpr std::int64_t tile_features = 16;
/// Pixels of the picture to one that T-Net sees, and to one of what it says, in each direction.
constexpr std::int64_t t_net_pixels = 2, logits_pixels = 4;
constexpr std::int64_t tile_channels =
    tile_pixels + tile_probabilities + tile_zeros + tile_features;

/// Means of 2 x 2 pixels, times `scale`: height/2 x width/2 x 3. Rows of the result, in float, Bf16
/// or std::int8_t.
template <typename T>
void halve(const Picture& picture, float scale, T* half, Rows rows);

/// What M-Net sees in a window: window.height/2 x window.width/2 x tile_channels, where what T-Net
/// says is enlarged bilinearly by 2. Features and tile are both float, both Bf16, or std::uint8_t
/// and std::int8_t.
template <typename Feature, typename T>
void gather_tile(const Picture& picture, const TNetOutput<Feature>& t_net, const Window& window,
                 const InputScales& scales, T* tile);

/// alpha += unknown * detail in `part` of planes of that width, where `detail` is what M-Net said
/// of the window: window.height/2 x window.width/2 x 4.
void add_detail(const float* detail, const Window& window, const Window& part, std::int64_t width,
                const float* unknown, float* alpha);

/// The normalised picture's three channels and three probabilities of each pixel: what M-Net sees
/// where it sees single pixels. In float and Bf16; so is what follows.
template <typename T>
void join_channels(const T* picture, const float* probabilities, T* joined, std::int64_t pixels);

/// Rows of the picture as the network sees it.
template <typename T>
void normalize(const Picture& picture, Rows rows, T* to);

}  // namespace shm
