// SPDX-License-Identifier: MIT
// All that is done with a frame but the network, in the order of Matter and Compositor, on whatever
// device.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "gpu/buffers.hpp"
#include "gpu/frame_sizes.hpp"
#include "image/color_encoding.hpp"
#include "kernels/cuda/network_input.hpp"
#include "kernels/pixel/edge_shift.hpp"
#include "shm/compositor.hpp"
#include "shm/matter.hpp"

namespace shm::cuda {

/// The first option that what runs on a device cannot follow yet, by its name; nullptr: it can all.
/// interval, skip_static and zoom are none of them: here the network looks at each frame, whole.
inline const char* option_left_to_cpu(const FrameOptions& options, const Look& look) {
  if (options.min_area > 0) return "min-area";
  if (options.keep != Keep::all) return "keep";
  if (options.region_left > 0 || options.region_top > 0 || options.region_right < 1 ||
      options.region_bottom < 1)
    return "region-left and its kin";
  if (look.background == Background::image) return "background=image";
  return look.light_wrap > 0 ? "light-wrap" : nullptr;
}

/// Of frames of one size, one after the other. All memory is there after the first one, until
/// something else is asked for.
template <typename Device, template <typename> class Buffer>
class FrameSteps {
 public:
  FrameSteps(const Device& device, const FrameSizes& sizes) : device_(device), sizes_(sizes) {}

  const FrameSizes& sizes() const { return sizes_; }

  /// What the network sees of a frame, of the padded size.
  template <typename Number>
  void show(const VideoPixels& frame, const NetworkPicture<Number>& picture) {
    network_input(device_, frame, working_taps_.taps(), picture, luminance_.view());
  }

  /// The alpha of the frame that was shown last, from what the network said, at working size; valid
  /// until the next one.
  ImageView find_alpha(const VideoPixels& frame, const PlaneView& network_alpha,
                       const FrameOptions& options) {
    const Refined refined = refine(network_alpha, options.temporal);
    const auto gain =
        GuidedWindow::Gain::of(options.edge_refine, options.black_point, options.white_point);
    fit_edges(device_, refined.luminance, refined.alpha, gain, edges_.memory());
    upsample(device_, frame, refined.luminance, edges_.memory(), refined.history, alpha_.view());
    history_.next_frame();
    return shape(options);
  }

  /// `out`: an image of pixels of four bytes, or video of 8 bits.
  template <typename Out>
  void compose(const AlphaPixels& alpha, const Look& look, const Out& out) {
    const ColorShifts shifts = color_shifts(format_of(out));
    const SmallLayers layers = look.despill > 0 ? estimated_layers(alpha) : SmallLayers{};
    const Backdrop backdrop = backdrop_of(alpha, look, has_alpha(out), shifts);
    write({{alpha, layers, float(look.despill)}, backdrop, shifts}, out);
  }

  /// Forgets the frames before.
  void reset() { has_past_ = false; }

 private:
  struct Refined {
    PlaneView luminance, alpha;
    LuminanceHistory history;
  };

  static PixelFormat format_of(const MutableImageView& out) { return out.format; }
  static PixelFormat format_of(const MutableRawVideo& /*out*/) { return PixelFormat::rgba; }
  static bool has_alpha(const MutableImageView& out) { return layout_of(out.format).alpha >= 0; }
  static bool has_alpha(const MutableRawVideo& out) { return out.channels[3].data != nullptr; }

  /// Of the copy that layers are estimated in.
  int side_of_copy(int side) const {
    const double longer = std::max(sizes_.width, sizes_.height);
    return std::max(1, int(std::lround(side * std::min(1.0, LayerMemory::longest / longer))));
  }

  Refined refine(const PlaneView& network_alpha, double temporal) {
    if (temporal <= 0) {
      reset();
      return {luminance_.seen(), network_alpha, {}};
    }
    smooth(device_, luminance_.seen(), network_alpha, past_.seen(), now_.view(),
           has_past_ ? float(temporal) : 0);
    has_past_ = true;
    std::swap(past_, now_);
    const Smoothed<const float> seen = past_.seen();
    return {seen.luminance, seen.alpha, history_.view(seen.weight)};
  }

  ImageView shape(const FrameOptions& options) {
    if (options.shift == 0 && options.feather == 0) return alpha_.view();
    EdgeShapeMemory memory = shape_.memory(alpha_.view());
    shape_edges(device_, edge_shift(options.shift, options.feather, options.feather_side),
                options.feather, memory);
    return memory.alpha;
  }

  SmallLayers estimated_layers(const AlphaPixels& alpha) {
    estimate_layers(device_, alpha, small_taps_.taps(), layers_.memory());
    return layers_.layers();
  }

  Backdrop backdrop_of(const AlphaPixels& alpha, const Look& look, bool shows_alpha,
                       const ColorShifts& shifts) {
    if (look.background == Background::blur) return blurred_room(alpha, look.blur_strength, shifts);
    if (look.background == Background::transparent && shows_alpha)
      return {look.alpha_mode == AlphaMode::straight ? Backdrop::Kind::none
                                                     : Backdrop::Kind::color};
    const auto& [red, green, blue, opacity] = look.background_color;
    return {Backdrop::Kind::color, word_of({float(red), float(green), float(blue)}, shifts)};
  }

  Backdrop blurred_room(const AlphaPixels& alpha, double strength, const ColorShifts& shifts) {
    if (!room_ || room_->strength != strength) room_.emplace(sizes_, strength);
    blur_room(device_, alpha, room_->taps.taps(), Gaussian::of(room_->blur.sigma), shifts,
              room_->memory.memory());
    return room_->memory.backdrop();
  }

  void write(const ComposedPixels& pixels, const MutableImageView& out) {
    cuda::compose(device_, pixels, out);
  }
  void write(const ComposedPixels& pixels, const MutableRawVideo& out) {
    cuda::compose(device_, pixels, out, from_rgb(out.colors));
  }

  struct Room {
    Room(const FrameSizes& sizes, double wanted)
        : strength(wanted),
          blur(RoomBlur::of(sizes.width, sizes.height, wanted)),
          taps(sizes.width, sizes.height, blur.width, blur.height) {}

    double strength;
    RoomBlur blur;
    RoomBuffers<Buffer> memory{blur.width, blur.height};
    TapBuffers<Buffer> taps;
  };

  Device device_;
  FrameSizes sizes_;
  bool has_past_ = false;

  PlaneBuffer<Buffer> luminance_{sizes_.inner_width, sizes_.inner_height};
  SmoothedBuffers<Buffer> past_{sizes_.inner_width, sizes_.inner_height};
  SmoothedBuffers<Buffer> now_{sizes_.inner_width, sizes_.inner_height};
  EdgeFitBuffers<Buffer> edges_{sizes_.inner_width, sizes_.inner_height};
  HistoryBuffers<Buffer> history_{sizes_.width, sizes_.height, edges_.memory().tiles()};
  GrayBuffer<Buffer> alpha_{sizes_.width, sizes_.height};
  EdgeShapeBuffers<Buffer> shape_{sizes_.width, sizes_.height};
  int small_width_ = side_of_copy(sizes_.width), small_height_ = side_of_copy(sizes_.height);
  LayerBuffers<Buffer> layers_{small_width_, small_height_};
  TapBuffers<Buffer> working_taps_{sizes_.width, sizes_.height, sizes_.inner_width,
                                   sizes_.inner_height};
  TapBuffers<Buffer> small_taps_{sizes_.width, sizes_.height, small_width_, small_height_};
  std::optional<Room> room_;
};

}  // namespace shm::cuda
