// SPDX-License-Identifier: MIT
// What is shown of a matted frame: cut-out, alpha, trimap, or the person over a background.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "shm/api.hpp"
#include "shm/image.hpp"

namespace shm {

enum class Output { cutout, alpha, trimap, composite };
enum class AlphaMode { straight, premultiplied };
enum class Background { transparent, color, blur, image };

/// How a matted frame is shown.
struct Look {
  AlphaMode alpha_mode = AlphaMode::straight;
  Background background = Background::transparent;
  std::array<std::uint8_t, 4> background_color = {0, 177, 64, 255};  ///< red, green, blue, alpha
  std::string background_image;  ///< file; scaled to cover the frame, centred
  double blur_strength = 0.5;    ///< 0..1; 1: sigma is a twelfth of the frame's longer side

  /// 0..1: how much of the room's colours is taken out of pixels that are partly person, hair
  /// above all. The person's own are estimated (Germer et al., 2020).
  double despill = 0;

  /// 0..1: how much of the background's light falls around the person's edges, where there is a
  /// background.
  double light_wrap = 0;

  bool operator==(const Look&) const = default;
  SHM_API void check() const;  ///< throws InvalidOption
};

/// Puts frame and alpha together. Keeps scaled backgrounds from frame to frame.
class Compositor {
 public:
  SHM_API static std::unique_ptr<Compositor> make();

  virtual ~Compositor() = default;

  /// Writes `frame` with `alpha` (format gray, the frame's size) to `out` (any format but gray, the
  /// frame's size; it may be the frame itself). Where the background is transparent, `out` gets
  /// alpha; else the person over the background, alpha 255. A format without alpha gets a
  /// transparent background's place filled with background_color.
  /// Throws InvalidOption, NotFound, BadInput; then nothing of the frame's background stands in
  /// `out`.
  virtual void compose(const ImageView& frame, const ImageView& alpha, const Look& look,
                       const MutableImageView& out) = 0;
};

/// Fills `out` with nothing to see: 0 everywhere where the format has alpha, else black.
SHM_API void blank(const MutableImageView& out);

}  // namespace shm
