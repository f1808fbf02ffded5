// SPDX-License-Identifier: MIT
// A frame as the network sees it: size, margin, channel order.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>

#include "image/resize.hpp"
#include "shm/image.hpp"
#include "shm/model.hpp"

namespace shm {

/// Sizes on a frame's way into the network: the frame is resized to `inner`, which stands in the
/// upper left corner of `padded`; the rest mirrors it.
struct WorkingSize {
  cv::Size inner;
  cv::Size padded;

  bool operator==(const WorkingSize&) const = default;
};

/// The longer side becomes `size`, the aspect is kept; with at least `margin` pixels more, both
/// sides are rounded up to `multiple`. Pixels are `pixel_aspect` times as wide as they are high.
WorkingSize working_size(cv::Size frame, int size, int multiple, int margin = 0,
                         double pixel_aspect = 1);

/// Frame -> the picture that the network sees. Keeps its buffers, so that frames of one size cost
/// no allocation.
class NetworkInput {
 public:
  explicit NetworkInput(ModelMetadata model);

  /// `size`: the longer side at work, or 0 for the model's own. Pixels are
  /// `pixel_aspect` times as wide as they are high.
  void run(const ImageView& frame, int size, double pixel_aspect = 1);

  /// The same at that size exactly, whatever the frame's shape.
  void run_at(const ImageView& frame, const WorkingSize& size);

  /// `inner` with its margin.
  WorkingSize padded(cv::Size inner) const;

  const WorkingSize& size() const { return size_; }
  /// CV_8UC3 of size().padded, in the model's channel order.
  const cv::Mat& picture() const { return picture_; }
  /// Of size().inner, 0..1.
  const cv::Mat& luminance() const { return luminance_; }

 private:
  void mirror_right(std::uint8_t* row) const;
  void mirror_bottom();

  ModelMetadata model_;
  int margin_;
  WorkingSize size_;
  Resizer resizer_;
  cv::Mat luminance_;
  cv::Mat picture_;
};

}  // namespace shm
