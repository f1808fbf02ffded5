#pragma once

#include <ATen/ATen.h>

#include "infer/preprocess.hpp"

namespace shm {

/// The network's input as LibTorch sees it, no copy; interleaved is its channels-last order.
inline at::Tensor input_tensor(const Preprocess& preprocess) {
  const cv::Mat& input = preprocess.input();
  const std::int64_t rows = input.rows;
  const std::int64_t columns = input.cols;
  return at::from_blob(input.data, {1, 3, rows, columns}, {3 * rows * columns, 1, 3 * columns, 3},
                       at::TensorOptions(at::kFloat));
}

}  // namespace shm
