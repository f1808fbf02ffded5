#pragma once

#include <cstdint>

#include "kernels/cpu/bf16.hpp"
#include "kernels/cpu/rows.hpp"

namespace shm {

// What a network of architecture "shm-live" (nn/live_net.hpp) does between its convolutions, each
// in one pass over memory. Channels of a pixel lie together; `Picture` is the network's input,
// T-Net's answer has a quarter of its size.

/// height x width x 3, normalised; both sides multiples of 4.
struct Picture {
  std::int64_t height, width;
  const float* pixels;
};

/// A part of the picture; all multiples of 2.
struct Window {
  std::int64_t y, x, height, width;
};

/// What T-Net says of each 4 x 4 pixels.
template <typename T>
struct Coarse {
  static constexpr std::int64_t features_a_pixel = 16;

  const float* probabilities;  ///< height/4 x width/4 x 3
  const T* features;           ///< height/4 x width/4 x 16
};

/// Channels of what M-Net sees at half the picture's size: 2 x 2 pixels (3 x 4, as pixel_unshuffle
/// has them), probabilities, features.
constexpr std::int64_t seen_channels = 12 + 3 + 16;

/// Means of 2 x 2 pixels: height/2 x width/2 x 3. Rows of the result.
void halve(const Picture& picture, float* half, Rows rows);
void halve(const Picture& picture, Bf16* half, Rows rows);

/// Softmax of each pixel's three logits.
void softmax(const float* logits, float* probabilities, std::int64_t pixels);
void softmax(const Bf16* logits, float* probabilities, std::int64_t pixels);

/// Softmax of the logits enlarged bilinearly by 4: three planes of the picture's height x width.
/// Rows of the picture.
void spread(const float* logits, std::int64_t height, std::int64_t width, float* planes, Rows rows);
void spread(const Bf16* logits, std::int64_t height, std::int64_t width, float* planes, Rows rows);

/// What M-Net sees in a window: window.height/2 x window.width/2 x seen_channels, where what T-Net
/// says is enlarged bilinearly by 2.
void look(const Picture& picture, const Coarse<float>& coarse, const Window& window, float* seen);
void look(const Picture& picture, const Coarse<Bf16>& coarse, const Window& window, Bf16* seen);

/// alpha += unknown * detail in `part` of planes of that width, where `detail` is what M-Net said
/// of the window: window.height/2 x window.width/2 x 4.
void add_detail(const float* detail, const Window& window, const Window& part, std::int64_t width,
                const float* unknown, float* alpha);
void add_detail(const Bf16* detail, const Window& window, const Window& part, std::int64_t width,
                const float* unknown, float* alpha);

}  // namespace shm
