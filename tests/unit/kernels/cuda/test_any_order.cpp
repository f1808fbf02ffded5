// SPDX-License-Identifier: MIT
// A GPU comes to the places of a picture in no order: frames must not depend on it.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

#include "gpu/frame_work.hpp"
#include "kernels/cuda/on_cpu.hpp"

namespace shm::cuda {
namespace {

std::vector<int> shuffled(int count) {
  static std::mt19937 random(5);
  std::vector<int> order(std::size_t(std::max(count, 0)));
  std::iota(order.begin(), order.end(), 0);
  std::shuffle(order.begin(), order.end(), random);
  return order;
}

struct ThreadsInAnyOrder {
  template <typename Body>
  void for_each(int count, const Body& body) const {
    for (const int i : shuffled(count))
      body(i);
  }
};

struct InAnyOrder {
  template <typename Body>
  void for_each(int width, int height, const Body& body) const {
    for (const int place : shuffled(width * height))
      body(place % width, place / width);
  }
  template <typename Body>
  void in_one_block(const Body& body) const {
    body(ThreadsInAnyOrder{});
  }
};

template <typename Device>
FrameResults results_of(const FrameSizes& sizes) {
  FrameWork<Device, HostBuffer> work(Device{}, sizes);
  for (int number = 0; number < 5; ++number) {
    const MadeUpFrame frame(sizes, number);
    work.upload(frame.nv12(), frame.network_alpha());
    work.run();
  }
  return work.results();
}

TEST(CudaFrameWork, IsTheSameInWhateverOrderPlacesAreDone) {
  for (const FrameSizes& sizes : {sizes_of(161, 119, 96), sizes_of(65, 200, 64)}) {
    const FrameResults want = results_of<OnCpu>(sizes), got = results_of<InAnyOrder>(sizes);
    EXPECT_EQ(got.network_input, want.network_input);
    EXPECT_EQ(got.cut_out, want.cut_out);
    EXPECT_EQ(got.composite, want.composite);
  }
}

}  // namespace
}  // namespace shm::cuda
