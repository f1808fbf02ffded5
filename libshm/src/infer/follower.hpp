// SPDX-License-Identifier: MIT
// Which part of a video's frames the network looks at, so that it sees people large.
#pragma once

#include <array>
#include <chrono>
#include <opencv2/core.hpp>
#include <optional>

namespace shm {

/// Follows people through a video. The network looks at the part of the frame where they are, for
/// about the time that the whole would take, and at the whole again once `longest_unseen` frames or
/// `longest_time` are over, or as soon as somebody comes near the part's border or nobody is left
/// in it. Whoever comes in meanwhile is hidden until then.
///
/// The part stays where it is while people move within it, so that alpha is calm, and has one of
/// three shapes, for which the network stays ready: the frame's, the frame's on its side, and a
/// square. All places and alphas are of the whole frame at working size.
class Follower {
 public:
  using Time = std::optional<std::chrono::nanoseconds>;

  static constexpr int longest_unseen = 15;
  static constexpr std::chrono::milliseconds longest_time{500};

  struct Part {
    cv::Rect place;
    cv::Size seen;  ///< the size at which the network sees it
  };

  /// A frame of that working size has come, which was taken then.
  void begin_frame(cv::Size size, Time time = {});

  /// Whether the network is to look at the whole frame now.
  bool is_whole_due() const { return !follows() || is_overdue(); }
  /// Whether it is to look at part(), after the whole where that is due, too: what was seen of it
  /// closely is carried along from one frame to the next, but not for ever.
  bool is_part_due() const { return follows() && (unseen_ > 0 || wholes_ > 1); }
  /// Whether somebody may have come in unseen, so that the next frame is not to pass unlooked at.
  bool is_overdue() const { return follows() && unseen_ >= longest_unseen; }
  /// The whole frame, where there is no reason to look at less.
  const Part& part() const { return part_; }
  bool follows() const { return part_.place.size() != size_; }

  /// What the network found in the whole frame. `region`: the place where people count.
  void saw_whole(const cv::Mat& alpha, const cv::Rect& region);
  /// What it found in the part; 0 elsewhere.
  void saw_part(const cv::Mat& alpha, const cv::Rect& region);

  /// The part shows less of people than the whole: who is out of focus is more so from close by.
  /// For some seconds there is none.
  void doubt();

  /// Forgets the frames before.
  void reset();

 private:
  Part whole() const { return {{{}, size_}, size_}; }
  std::array<cv::Size, 3> shapes() const;
  Part around(const cv::Rect& people) const;
  bool is_roomy_for(const cv::Rect& people) const;

  cv::Size size_;
  Part part_;
  int unseen_ = 0;          ///< frames since the whole was looked at
  Time time_, whole_time_;  ///< of the frame in hand, and of the one whose whole was looked at
  int wholes_ = 0;          ///< looks at the whole since the part was looked at
  int doubtful_ = 0;        ///< frames for which there is no part yet
  cv::Rect lately_, long_;  ///< where people were since the whole was looked at, and before
};

/// Whether a scene begins, by the luminance (0..1) at working size of the frame before, if there is
/// one of that size, and of this one.
bool begins_scene(const cv::Mat& before, const cv::Mat& now);

}  // namespace shm
