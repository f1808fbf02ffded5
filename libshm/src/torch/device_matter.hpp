// SPDX-License-Identifier: MIT
// A frame's whole way on a device, the network included.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include <ATen/ATen.h>

#include "engine/network.hpp"
#include "gpu/frame_steps.hpp"
#include "model/network_input.hpp"
#include "shm/error.hpp"

namespace shm {

inline at::ScalarType tensor_type(float /*number*/) {
  return at::kFloat;
}
inline at::ScalarType tensor_type(cuda::Half /*number*/) {
  return at::kHalf;
}

/// As Matter and Compositor with zoom=false, over memory of the device: frames in, what is shown
/// out. `Network` has alpha() and device() as TorchNetwork, and sees `Number`s.
template <typename Device, template <typename> class Buffer, typename Number, typename Network>
class DeviceMatter {
 public:
  DeviceMatter(const Device& device, ModelMetadata model, Network network)
      : device_(device), model_(std::move(model)), network_(std::move(network)) {}

  /// `out`: an image of pixels of four bytes, or video of 8 bits, of the frame's size. Throws
  /// InvalidOption for what is left to the CPU, DeviceError.
  template <typename Out>
  void matte(const RawVideo& frame, const FrameOptions& options, const Look& look, const Out& out) {
    check(options, look);
    prepare(sizes_of(frame, options));
    if (options.single) steps().reset();
    const cuda::VideoPixels pixels{frame, to_rgb(frame.colors)};
    steps().show(pixels, size_->picture);
    const at::Tensor alpha = network_.alpha(size_->input);
    const PlaneView seen{alpha.const_data_ptr<float>(), steps().sizes().inner_width,
                         steps().sizes().inner_height, steps().sizes().padded_width};
    steps().compose({steps().find_alpha(pixels, seen, options), pixels}, look, out);
  }

  /// Forgets the frames before.
  void reset() {
    if (size_) steps().reset();
  }

 private:
  using Steps = cuda::FrameSteps<Device, Buffer>;

  /// All that frames of one size need.
  struct Size {
    Size(const Device& device, const cuda::FrameSizes& sizes, const ModelMetadata& model,
         const c10::Device& place)
        : steps(device, sizes),
          numbers(3 * cuda::area(sizes.padded_width, sizes.padded_height)),
          picture{numbers.data(), sizes.padded_width, sizes.padded_height, model.bgr,
                  normalization_of(model)},
          input(channels_last(picture, place)) {}

    static at::Tensor channels_last(const cuda::NetworkPicture<Number>& picture,
                                    const c10::Device& place) {
      const std::int64_t height = picture.height, width = picture.width;
      return at::from_blob(picture.data, {1, 3, height, width},
                           {3 * height * width, 1, 3 * width, 3},
                           at::TensorOptions(place).dtype(tensor_type(Number())));
    }

    Steps steps;
    Buffer<Number> numbers;
    cuda::NetworkPicture<Number> picture;
    at::Tensor input;
  };

  static void check(const FrameOptions& options, const Look& look) {
    options.check();
    look.check();
    if (const char* option = cuda::option_left_to_cpu(options, look); option != nullptr)
      throw InvalidOption(std::string(option) + ": not for frames in a GPU's memory yet");
  }

  cuda::FrameSizes sizes_of(const RawVideo& frame, const FrameOptions& options) const {
    const auto [inner, padded] =
        working_size({frame.width, frame.height}, options.size > 0 ? options.size : model_.size,
                     model_.size_multiple, model_.margin(), options.pixel_aspect);
    return {frame.width, frame.height, inner.width, inner.height, padded.width, padded.height};
  }

  void prepare(const cuda::FrameSizes& sizes) {
    if (size_ && steps().sizes() == sizes) return;
    size_.reset();  // its memory first
    size_ = std::make_unique<Size>(device_, sizes, model_, network_.device());
  }

  Steps& steps() { return size_->steps; }

  Device device_;
  ModelMetadata model_;
  Network network_;
  std::unique_ptr<Size> size_;
};

}  // namespace shm
