// SPDX-License-Identifier: MIT
// All that is done with a frame but the network, in the order of the element, on whatever device.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "gpu/buffers.hpp"
#include "gpu/made_up_frame.hpp"
#include "image/color_encoding.hpp"
#include "kernels/cuda/network_input.hpp"

namespace shm::cuda {

/// What comes of a frame.
struct FrameResults {
  std::vector<Half> network_input;
  std::vector<float> smoothed;
  std::vector<std::uint8_t> cut_out;    ///< rgba, hair without the room's colours
  std::vector<std::uint8_t> composite;  ///< NV12, before the blurred room
};

template <typename Device, template <typename> class Buffer>
class FrameWork {
 public:
  FrameWork(const Device& device, const FrameSizes& sizes)
      : device_(device),
        sizes_(sizes),
        layout_(sizes.width, sizes.height),
        blur_(RoomBlur::of(sizes.width, sizes.height, 0.5)),
        small_(small_copy(sizes)) {}

  void upload(const std::vector<std::uint8_t>& nv12, const std::vector<float>& network_alpha) {
    frame_.fill(nv12);
    network_alpha_.fill(network_alpha);
  }

  void run() {
    const VideoPixels frame{layout_.over<const std::uint8_t, RawVideo>(frame_.data()),
                            to_rgb(ColorEncoding{})};
    compose_frame({find_alpha(frame), frame});
    ++frames_;
  }

  /// Where a frame comes in, and its cut-out goes out.
  Buffer<std::uint8_t>& frame() { return frame_; }
  Buffer<std::uint8_t>& cut_out() { return cut_out_; }

  FrameResults results() const {
    return {network_input_.content(), past_.alpha(), cut_out_.content(), composite_.content()};
  }

  /// Bytes that no way to do it can spare: frame in and results out, once each.
  double least_bytes() const {
    return 2.0 * double(layout_.bytes()) + 5.0 * sizes_.width * sizes_.height;
  }

 private:
  static std::pair<int, int> small_copy(const FrameSizes& sizes) {
    const double scale = double(LayerMemory::longest) / std::max(sizes.width, sizes.height);
    return {std::max(1, int(std::lround(sizes.width * std::min(1.0, scale)))),
            std::max(1, int(std::lround(sizes.height * std::min(1.0, scale))))};
  }

  MutableImageView find_alpha(const VideoPixels& frame) {
    const NetworkPicture<Half> picture{network_input_.data(),
                                       sizes_.padded_width,
                                       sizes_.padded_height,
                                       true,
                                       {{114, 121, 134}, 1.0F / 255}};
    const GuidedWindow::Gain gain{1, 0.05F, 1 / 0.9F};
    network_input(device_, frame, working_taps_.taps(), picture, luminance_.view());
    smooth(device_, luminance_.seen(), network_alpha_.seen(), past_.seen(), now_.view(),
           frames_ == 0 ? 0 : 0.5F);
    std::swap(past_, now_);
    const Smoothed<const float> seen = past_.seen();
    fit_edges(device_, seen.luminance, seen.alpha, gain, edges_.memory());
    upsample(device_, frame, seen.luminance, edges_.memory(), history_.view(seen.weight),
             alpha_.view());
    history_.next_frame();
    EdgeShapeMemory shape = shape_.memory(alpha_.view());
    shape_edges(device_, 2, 4, shape);
    return shape.alpha;
  }

  void compose_frame(const AlphaPixels& alpha) {
    const ColorShifts shifts = color_shifts(PixelFormat::rgba);
    estimate_layers(device_, alpha, small_taps_.taps(), layers_.memory());
    blur_room(device_, alpha, room_taps_.taps(), Gaussian::of(blur_.sigma), shifts, room_.memory());
    compose(device_, {{alpha, layers_.layers(), 1}, {}, shifts},
            MutableImageView{cut_out_.data(), sizes_.width, sizes_.height,
                             std::ptrdiff_t(4) * sizes_.width, PixelFormat::rgba});
    compose(device_, {{alpha, {}, 0}, room_.backdrop(), shifts},
            layout_.over<std::uint8_t, MutableRawVideo>(composite_.data()),
            from_rgb(ColorEncoding{}));
  }

  Device device_;
  FrameSizes sizes_;
  Nv12Layout layout_;
  RoomBlur blur_;
  std::pair<int, int> small_;
  int frames_ = 0;

  Buffer<std::uint8_t> frame_{layout_.bytes()}, composite_{layout_.bytes()};
  Buffer<std::uint8_t> cut_out_{4 * area(sizes_.width, sizes_.height)};
  Buffer<Half> network_input_{3 * area(sizes_.padded_width, sizes_.padded_height)};
  PlaneBuffer<Buffer> network_alpha_{sizes_.inner_width, sizes_.inner_height};
  PlaneBuffer<Buffer> luminance_{sizes_.inner_width, sizes_.inner_height};
  SmoothedBuffers<Buffer> past_{sizes_.inner_width, sizes_.inner_height};
  SmoothedBuffers<Buffer> now_{sizes_.inner_width, sizes_.inner_height};
  EdgeFitBuffers<Buffer> edges_{sizes_.inner_width, sizes_.inner_height};
  HistoryBuffers<Buffer> history_{sizes_.width, sizes_.height, edges_.memory().tiles()};
  GrayBuffer<Buffer> alpha_{sizes_.width, sizes_.height};
  EdgeShapeBuffers<Buffer> shape_{sizes_.width, sizes_.height};
  LayerBuffers<Buffer> layers_{small_.first, small_.second};
  RoomBuffers<Buffer> room_{blur_.width, blur_.height};
  TapBuffers<Buffer> working_taps_{sizes_.width, sizes_.height, sizes_.inner_width,
                                   sizes_.inner_height};
  TapBuffers<Buffer> small_taps_{sizes_.width, sizes_.height, small_.first, small_.second};
  TapBuffers<Buffer> room_taps_{sizes_.width, sizes_.height, blur_.width, blur_.height};
};

}  // namespace shm::cuda
