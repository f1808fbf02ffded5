// SPDX-License-Identifier: MIT
// A network's input as LibTorch sees it.
#include "nn/picture_tensor.hpp"

namespace shm {

at::Tensor as_tensor(const cv::Mat& picture, const ModelMetadata& model) {
  const std::int64_t rows = picture.rows;
  const std::int64_t columns = picture.cols;
  const at::Tensor mean = at::tensor(at::ArrayRef<double>(model.mean)).to(at::kFloat);
  const at::Tensor pixels =
      at::from_blob(picture.data, {1, 3, rows, columns}, {3 * rows * columns, 1, 3 * columns, 3},
                    at::TensorOptions(at::kByte));
  return pixels.to(at::kFloat).sub_(mean.view({1, 3, 1, 1})).mul_(float(model.scale));
}

}  // namespace shm
