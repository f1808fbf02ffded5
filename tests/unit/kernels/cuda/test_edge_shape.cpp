// SPDX-License-Identifier: MIT
// A GPU's kernels move and soften edges as the CPU does; here they run on the CPU.
#include "kernels/cuda/edge_shape.hpp"

#include <gtest/gtest.h>

#include "infer/edge_shape.hpp"
#include "scene.hpp"

namespace shm::cuda {
namespace {

/// Between two whole steps OpenCV mixes with numbers of another size.
void compare(FrameSize size, double shift, int feather) {
  Scene scene(size.width, size.height);
  Image alpha = scene.alpha;
  EdgeShapeBuffers<HostBuffer> buffers(size.width, size.height);
  EdgeShapeMemory memory = buffers.memory(alpha.view());
  shape_edges(OnCpu(), shift, feather, memory);
  cv::Mat want = as_mat(scene.alpha.view());
  EdgeShape().run(want, shift, feather, FeatherSide::centred);
  EXPECT_LE(largest_difference(bytes_of(memory.alpha), bytes_of(scene.alpha.view())),
            shift == int(shift) ? 0 : 1)
      << size.width << "x" << size.height << " moved by " << shift << ", faded over " << feather;
}

TEST(CudaEdgeShape, EdgesMoveAndFadeAsOnTheCpu) {
  SHM_NEEDS_SHARED_DATA();
  for (const FrameSize& size : odd_sizes)
    for (const double shift : {-5.3, -1.0, 0.0, 0.4, 8.0})
      for (const int feather : {0, 1, 6, 64})
        compare(size, shift, feather);
}

}  // namespace
}  // namespace shm::cuda
