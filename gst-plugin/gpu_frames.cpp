// SPDX-License-Identifier: MIT
// Frames in a GPU's memory on the element's pads, which builds with gst-cuda know.
#include "gpu_frames.hpp"

namespace shm {
namespace {

/// GST_CAPS_FEATURE_MEMORY_CUDA_MEMORY of a header that not every build has.
constexpr const char* cuda_memory = "memory:CUDAMemory";

}  // namespace

void put_on_gpu(GstCaps* caps) {
  gst_caps_set_features_simple(caps, gst_caps_features_new(cuda_memory, nullptr));
}

bool is_on_gpu(const GstCapsFeatures* features) {
  return features != nullptr && gst_caps_features_contains(features, cuda_memory) != FALSE;
}

}  // namespace shm
