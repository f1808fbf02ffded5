// SPDX-License-Identifier: MIT
// What a camera sees from frame to frame: still, noisy or swaying.
#include "scene.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <random>

namespace shm::bench {
namespace {

constexpr int frame_count = 16;

/// Of 255: a decent webcam's, indoors; in colour half of it.
constexpr double sigma = 1.75;

/// Draws normally distributed noise from a table: millions of samples within the first frame.
class Noise {
 public:
  Noise() {
    std::mt19937 generator(1);
    std::normal_distribution<double> distribution(0, sigma);
    for (int i = 0; i < table_size; ++i) {
      const double value = distribution(generator);
      luma_[i] = int(std::lround(value));
      chroma_[i] = int(std::lround(value / 2));
    }
  }

  void add_to(std::uint8_t* bytes, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      const int* const table = i % 2 == 0 ? luma_ : chroma_;
      bytes[i] = std::uint8_t(std::clamp(bytes[i] + table[next_() >> shift], 0, 255));
    }
  }

 private:
  static constexpr int table_bits = 12;
  static constexpr int table_size = 1 << table_bits;
  static constexpr int shift = 31 - table_bits;  // the low bits of minstd_rand are the worse ones

  int luma_[table_size];
  int chroma_[table_size];
  std::minstd_rand next_{1};
};

/// Pairs of pixels by which a frame is moved: to and fro.
int sway(int frame) {
  return std::min(frame, frame_count - frame);
}

/// Moves a row to the right by pairs of pixels, 4 bytes each; the first pair fills the gap.
void move_row(std::uint8_t* row, std::size_t stride, std::size_t pairs) {
  pairs = std::min(pairs, stride / 4);
  std::memmove(row + 4 * pairs, row, stride - 4 * pairs);
  for (std::size_t i = 1; i < pairs; ++i)
    std::memcpy(row + 4 * i, row, 4);
}

GstBuffer* moved(GstBuffer* picture, std::size_t height, int pairs, Noise& noise) {
  GstBuffer* const frame = gst_buffer_copy_deep(picture);
  GstMapInfo map;
  gst_buffer_map(frame, &map, GST_MAP_READWRITE);
  const std::size_t stride = map.size / height;
  for (std::size_t y = 0; y < height && pairs > 0; ++y)
    move_row(map.data + y * stride, stride, std::size_t(pairs));
  noise.add_to(map.data, map.size);
  gst_buffer_unmap(frame, &map);
  return frame;
}

}  // namespace

std::string name_of(Scene scene) {
  constexpr const char* names[] = {"frozen", "still", "moving"};
  return names[int(scene)];
}

SceneFrames::~SceneFrames() {
  for (GstBuffer* const frame : frames_)
    gst_buffer_unref(frame);
}

const std::vector<GstBuffer*>& SceneFrames::of(GstBuffer* picture) {
  std::call_once(made_, [&] {
    if (scene_ == Scene::frozen) return;
    Noise noise;
    for (int i = 0; i < frame_count; ++i)
      frames_.push_back(
          moved(picture, std::size_t(height_), scene_ == Scene::moving ? sway(i) : 0, noise));
  });
  return frames_;
}

}  // namespace shm::bench
