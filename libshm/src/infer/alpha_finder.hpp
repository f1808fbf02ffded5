// SPDX-License-Identifier: MIT
// A frame's alpha at working size: what the network says, or what it said before, moved along.
#pragma once

#include <array>
#include <memory>
#include <opencv2/core.hpp>

#include "engine/engine.hpp"
#include "infer/carried_alpha.hpp"
#include "infer/follower.hpp"
#include "infer/temporal.hpp"
#include "model/network_input.hpp"
#include "shm/matter.hpp"

namespace shm {

/// Asks the network about the frames of a video, whole or where people are, and not about each
/// where FrameOptions::interval says so.
class AlphaFinder {
 public:
  AlphaFinder(std::unique_ptr<Engine> engine, const ModelMetadata& model);

  /// What the network said last, of which part of a frame of which working size.
  struct Answer {
    NetworkOutput output;
    Follower::Part part;
    cv::Size size;
  };

  /// Makes the frame ready, which find() is given then.
  void see(const ImageView& frame, const FrameOptions& options);
  /// Of the frame, at working size, 0..1.
  const cv::Mat& luminance() const { return input_.luminance(); }

  /// `alpha`: CV_32FC1 at working size, not clamped. `past`: the frame before.
  AlphaOrigin find(const ImageView& frame, const FrameOptions& options, TemporalFilter& past,
                   cv::Mat& alpha);

  /// The network is asked about the next frame, whatever the interval.
  void ask_next() { unasked_ = FrameOptions::longest_interval; }
  /// Forgets the frames before.
  void reset() { follower_.reset(); }

  /// Of the frame that the network saw last, at working size. Throws BadInput where there is none.
  const cv::Mat& probability(TrimapClass what) const;
  /// That stays as it is when the network is asked again.
  Answer kept_answer() const;
  void set_answer(Answer answer);

  /// How many times as large as in the whole frame the network saw people last.
  double zoom() const { return double(answer_.part.seen.width) / answer_.part.place.width; }
  Precision precision() const { return engine_->precision(); }
  Scratch& scratch() { return engine_->scratch(); }

 private:
  bool carry(TemporalFilter& past, cv::Mat& alpha);
  void ask_of_whole(const FrameOptions& options, bool closer, cv::Mat& alpha);
  void keep_part(const cv::Mat& alpha, cv::Mat& whole);
  void ask_of_part(const ImageView& frame, const FrameOptions& options, cv::Mat& alpha);
  void ask(const cv::Mat& picture, const Follower::Part& part);
  void find_trimap() const;

  std::unique_ptr<Engine> engine_;
  ClassOrder classes_;
  NetworkInput input_, close_up_;
  Follower follower_;
  CarriedAlpha carried_;
  int unasked_ = 0;  ///< frames since the network was asked
  Answer answer_;
  mutable std::array<cv::Mat, 3> trimap_;  ///< of answer_, once somebody has asked for it
};

}  // namespace shm
