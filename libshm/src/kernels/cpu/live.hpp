#pragma once

#include <cstdint>

#include "base/rows.hpp"
#include "kernels/cpu/bf16.hpp"
#include "shm/classes.hpp"

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
template <typename Feature>
struct Coarse {
  const float* probabilities;  ///< height/4 x width/4 x 3
  const Feature* features;     ///< height/4 x width/4 x 16
};

/// What M-Net's inputs are multiplied by, to be whole numbers where it wants those.
struct Gains {
  float pixels = 1, probabilities = 1, features = 1;
};

/// Channels of what M-Net sees at half the picture's size: 2 x 2 pixels (3 x 4, as pixel_unshuffle
/// has them), probabilities, a 0 that makes two vectors of it all, features.
constexpr std::int64_t seen_pixels = 12;
constexpr std::int64_t seen_probabilities = 3;
constexpr std::int64_t seen_zeros = 1;
constexpr std::int64_t seen_features = 16;
constexpr std::int64_t seen_channels =
    seen_pixels + seen_probabilities + seen_zeros + seen_features;

/// Means of 2 x 2 pixels, times `gain`: height/2 x width/2 x 3. Rows of the result.
void halve(const Picture& picture, float gain, float* half, Rows rows);
void halve(const Picture& picture, float gain, Bf16* half, Rows rows);
void halve(const Picture& picture, float gain, std::int8_t* half, Rows rows);

/// Softmax of each pixel's three logits.
void softmax(const float* logits, float* probabilities, std::int64_t pixels);

// Of a part of the picture (sides multiples of 4), from T-Net's logits, classes in `order`,
// enlarged bilinearly by 4. Planes are of the picture's height x width.

/// Whether the probabilities that the part is enlarged from are all for the background, or all for
/// the foreground, by at least `least`.
bool agree(const float* probabilities, const ClassOrder& order, const Picture& picture,
           const Window& part, float least);
/// Softmax.
void spread(const float* logits, const ClassOrder& order, const Picture& picture,
            const Window& part, float* unknown, float* foreground);
/// Softmax of two: the foreground's share of what is not unknown.
void decide(const float* logits, const ClassOrder& order, const Picture& picture,
            const Window& part, float* foreground);
/// Whether a value of a plane of that width is above `least`.
bool any_above(const float* values, std::int64_t width, const Window& part, float least);

/// What M-Net sees in a window: window.height/2 x window.width/2 x seen_channels, where what T-Net
/// says is enlarged bilinearly by 2.
void look(const Picture& picture, const Coarse<float>& coarse, const Window& window,
          const Gains& gains, float* seen);
void look(const Picture& picture, const Coarse<Bf16>& coarse, const Window& window,
          const Gains& gains, Bf16* seen);
void look(const Picture& picture, const Coarse<std::uint8_t>& coarse, const Window& window,
          const Gains& gains, std::int8_t* seen);

/// alpha += unknown * detail in `part` of planes of that width, where `detail` is what M-Net said
/// of the window: window.height/2 x window.width/2 x 4.
void add_detail(const float* detail, const Window& window, const Window& part, std::int64_t width,
                const float* unknown, float* alpha);

}  // namespace shm
