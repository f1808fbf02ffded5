// SPDX-License-Identifier: MIT
// Whether a picture stands still within the noise of its camera.
#pragma once

#include <chrono>
#include <opencv2/core.hpp>
#include <vector>

#include "infer/cells.hpp"

namespace shm {

/// Tells when a picture stands still within the noise of its camera, so that its alpha may be kept.
///
/// Frames are compared with the one in which the picture last moved, not with the frame before:
/// slow movements add up until they show. What counts is the part of the picture that changed most,
/// so that a hand is enough, against the noise: how much frames differ from those before them.
class Stillness {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// Whether alpha may be kept for `frame`. If not, it is to be found anew.
  bool holds(const ImageView& frame, Time now);

  /// The alpha of the frame that was asked about last was found. Where nobody is in it, it may be
  /// kept for longer.
  void matted(bool nobody, Time now);

  /// Forgets the frames before.
  void reset();

 private:
  bool moved();
  void compare(const cv::Mat& with);
  float largest() const;
  float high();
  void measure_noise();
  bool rested_enough(Time now) const;

  Cells measure_;
  cv::Mat cells_;      ///< of the frame in hand
  cv::Mat before_;     ///< of the frame before
  cv::Mat reference_;  ///< of the frame in which the picture last moved
  cv::Mat energies_;   ///< squared differences of cells
  cv::Mat windows_;    ///< their means in windows
  std::vector<float> sampled_;
  float noise_ = 0;  ///< the energy that it makes, 0: not known yet
  int matted_ = 0;   ///< frames since the last movement whose alpha was found
  int kept_ = 0;     ///< frames since then whose alpha was kept
  bool nobody_ = false;
  Time last_matted_;
};

}  // namespace shm
