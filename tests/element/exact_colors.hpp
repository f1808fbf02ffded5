// SPDX-License-Identifier: MIT
// What the standards say that a frame shows, in floating point: nothing of GStreamer's or of the
// library's arithmetic is in it.
#pragma once

#include <gst/video/video.h>

#include <array>
#include <vector>

namespace shm {

/// A frame's samples, one of each kind for every pixel, in their own steps: red, green and blue or
/// luma, Cb and Cr; then alpha. Chroma is what is stored, repeated.
class Samples {
 public:
  Samples(GstVideoInfo info, GstBuffer* buffer);

  /// Of a pixel; outside of the frame that of the nearest one.
  const std::array<double, 4>& at(int x, int y) const;
  int bits() const { return bits_; }
  /// The same as the frame holds them: in 10 bits, say.
  std::array<double, 4> own(int x, int y) const;

 private:
  template <typename Word>
  void take(const GstVideoFrame& frame);

  int width_, height_, depth_, bits_;
  std::vector<std::array<double, 4>> samples_;
};

/// A frame as R'G'B' and alpha of 0 to 255.
class ExactColors {
 public:
  ExactColors(const GstVideoInfo& info, GstBuffer* buffer) : info_(info), samples_(info, buffer) {}

  std::array<double, 4> at(int x, int y) const;

 private:
  double chroma(std::size_t channel, int x, int y) const;

  GstVideoInfo info_;
  Samples samples_;
};

/// The samples of R'G'B' of 0 to 255, in the format's bits, before chroma is shared.
std::array<double, 3> encoded(const GstVideoInfo& info, const std::array<double, 3>& rgb);

}  // namespace shm
