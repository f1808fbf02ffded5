// SPDX-License-Identifier: MIT
// Frames as the element would have them shown, on whatever device; what a network says is made up.
#pragma once

#include <cstdint>
#include <vector>

#include "gpu/frame_steps.hpp"
#include "gpu/made_up_frame.hpp"

namespace shm::cuda {

/// What comes of a frame.
struct FrameResults {
  std::vector<Half> network_input;
  std::vector<std::uint8_t> cut_out;    ///< rgba, hair without the room's colours
  std::vector<std::uint8_t> composite;  ///< NV12, before the blurred room
};

template <typename Device, template <typename> class Buffer>
class FrameWork {
 public:
  FrameWork(const Device& device, const FrameSizes& sizes)
      : sizes_(sizes), layout_(sizes.width, sizes.height), steps_(device, sizes) {}

  void upload(const std::vector<std::uint8_t>& nv12, const std::vector<float>& network_alpha) {
    frame_.fill(nv12);
    network_alpha_.fill(network_alpha);
  }

  void run() {
    const VideoPixels frame{layout_.over<const std::uint8_t, RawVideo>(frame_.data()),
                            to_rgb(ColorEncoding{})};
    steps_.show(frame, NetworkPicture<Half>{network_input_.data(),
                                            sizes_.padded_width,
                                            sizes_.padded_height,
                                            true,
                                            {{114, 121, 134}, 1.0F / 255}});
    FrameOptions options;
    options.feather = 4;
    const AlphaPixels alpha{steps_.find_alpha(frame, network_alpha_.seen(), options), frame};
    Look without_spill, before_room;
    without_spill.despill = 1;
    before_room.background = Background::blur;
    steps_.compose(alpha, without_spill,
                   MutableImageView{cut_out_.data(), sizes_.width, sizes_.height,
                                    std::ptrdiff_t(4) * sizes_.width, PixelFormat::rgba});
    steps_.compose(alpha, before_room,
                   layout_.over<std::uint8_t, MutableRawVideo>(composite_.data()));
  }

  /// Where a frame comes in, and its cut-out goes out.
  Buffer<std::uint8_t>& frame() { return frame_; }
  Buffer<std::uint8_t>& cut_out() { return cut_out_; }

  FrameResults results() const {
    return {network_input_.content(), cut_out_.content(), composite_.content()};
  }

  /// Bytes that no way to do it can spare: frame in and results out, once each.
  double least_bytes() const {
    return 2.0 * double(layout_.bytes()) + 4.0 * sizes_.width * sizes_.height;
  }

 private:
  FrameSizes sizes_;
  Nv12Layout layout_;
  FrameSteps<Device, Buffer> steps_;

  Buffer<std::uint8_t> frame_{layout_.bytes()}, composite_{layout_.bytes()};
  Buffer<std::uint8_t> cut_out_{4 * area(sizes_.width, sizes_.height)};
  Buffer<Half> network_input_{3 * area(sizes_.padded_width, sizes_.padded_height)};
  PlaneBuffer<Buffer> network_alpha_{sizes_.inner_width, sizes_.inner_height};
};

}  // namespace shm::cuda
