// SPDX-License-Identifier: MIT
// Samples as tensors.
#pragma once

#include <vector>

#include <torch/types.h>

#include "data/sample.hpp"
#include "shm/model.hpp"

namespace shm {

/// Samples as the network sees them.
struct SampleBatch {
  torch::Tensor image;   ///< N x 3 x H x W, normalised, channels last in memory
  torch::Tensor alpha;   ///< N x 1 x H x W, 0..1
  torch::Tensor labels;  ///< N x H x W, int64, values of TrimapClass

  SampleBatch to(const torch::Device& device) const;
};

/// Samples of one size.
SampleBatch to_batch(const std::vector<Sample>& samples, const ModelMetadata& metadata);

/// (8-bit BGR - mean) * scale, 1 x 3 x H x W, channels last in memory.
torch::Tensor normalized(const cv::Mat& image, const ModelMetadata& metadata);

/// Values of TrimapClass, 1 x H x W, of a trimap that may have gone through a lossy file.
torch::Tensor labels_of(const cv::Mat& trimap);

}  // namespace shm
