// SPDX-License-Identifier: MIT
// What a frame costs from C++, for compare_python.py: frame-bench WIDTH HEIGHT FRAMES < RGB
// mattes the frames in turn, and prints each one's milliseconds of processor time.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "shm/compositor.hpp"
#include "shm/matter.hpp"

namespace {

std::vector<shm::Image> read_frames(int width, int height) {
  std::vector<shm::Image> frames;
  for (;;) {
    shm::Image frame(width, height, shm::PixelFormat::rgb);
    const auto size = std::size_t(frame.stride()) * std::size_t(height);
    if (std::fread(frame.view().data, size, 1, stdin) != 1) return frames;
    frames.push_back(std::move(frame));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const int width = std::atoi(argv[1]), height = std::atoi(argv[2]);
  const std::vector<shm::Image> frames = read_frames(width, height);
  const auto matter = shm::Matter::open({});
  const auto compositor = shm::Compositor::make();
  shm::Image alpha(width, height, shm::PixelFormat::gray);
  shm::Image cutout(width, height, shm::PixelFormat::rgba);
  for (int i = 0; i < std::atoi(argv[3]); ++i) {
    const shm::Image& frame = frames[std::size_t(i) % frames.size()];
    const std::clock_t begin = std::clock();
    matter->matte(frame, {}, alpha);
    compositor->compose(frame, alpha, {}, cutout);
    std::printf("%.3f\n", 1000.0 * double(std::clock() - begin) / CLOCKS_PER_SEC);
  }
  return 0;
}
