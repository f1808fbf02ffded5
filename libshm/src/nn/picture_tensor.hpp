// SPDX-License-Identifier: MIT
// A network's input as LibTorch sees it.
#pragma once

#include <opencv2/core.hpp>

#include <ATen/ATen.h>

#include "shm/model.hpp"

namespace shm {

/// CV_8UC3 without gaps, in the model's channel order -> 1 x 3 x H x W as the network sees it,
/// (byte - mean) * scale, float32; interleaved is the channels-last order.
at::Tensor as_tensor(const cv::Mat& picture, const ModelMetadata& model);

}  // namespace shm
