// SPDX-License-Identifier: MIT
// A network's input as LibTorch sees it.
#pragma once

#include <opencv2/core.hpp>

#include <ATen/ATen.h>

namespace shm {

/// CV_32FC3 without gaps, 1 x 3 x H x W, no copy: interleaved is the channels-last order.
inline at::Tensor as_tensor(const cv::Mat& input) {
  const std::int64_t rows = input.rows;
  const std::int64_t columns = input.cols;
  return at::from_blob(input.data, {1, 3, rows, columns}, {3 * rows * columns, 1, 3 * columns, 3},
                       at::TensorOptions(at::kFloat));
}

}  // namespace shm
