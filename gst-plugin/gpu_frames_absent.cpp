// SPDX-License-Identifier: MIT
// Frames in a GPU's memory, in a build without gst-cuda: there are none.
#include "gpu_frames.hpp"

namespace shm {

std::unique_ptr<GpuFrames> make_gpu_frames(GstElement* /*element*/) {
  return std::make_unique<GpuFrames>();
}

std::span<const GstVideoFormat> gpu_input_formats() {
  return {};
}

std::span<const GstVideoFormat> gpu_output_formats() {
  return {};
}

}  // namespace shm
