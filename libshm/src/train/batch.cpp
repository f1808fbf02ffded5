// SPDX-License-Identifier: MIT
// Samples as tensors.

#include "train/batch.hpp"

#include <algorithm>

#include "shm/trimap.hpp"

namespace shm {
namespace {

/// Copies `rows` x `columns` elements of each row of `from`, changed by `change`.
template <typename To, typename Change>
void fill(const cv::Mat& from, To* to, const Change& change) {
  for (int y = 0; y < from.rows; ++y) {
    const auto* row = from.ptr<std::uint8_t>(y);
    to = std::transform(row, row + from.cols, to, change);
  }
}

std::int64_t class_of(std::uint8_t value) {
  return std::int64_t(is_background(value)   ? TrimapClass::background
                      : is_foreground(value) ? TrimapClass::foreground
                                             : TrimapClass::unknown);
}

torch::Tensor unit_range(const cv::Mat& alpha) {
  torch::Tensor tensor = torch::empty({1, 1, alpha.rows, alpha.cols});
  fill(alpha, tensor.data_ptr<float>(), [](std::uint8_t value) { return float(value) / 255; });
  return tensor;
}

}  // namespace

SampleBatch SampleBatch::to(const torch::Device& device) const {
  return {image.to(device), alpha.to(device), labels.to(device)};
}

SampleBatch to_batch(const std::vector<Sample>& samples, const ModelMetadata& metadata) {
  std::vector<torch::Tensor> images, alphas, labels;
  for (const Sample& sample : samples) {
    images.push_back(normalized(sample.image, metadata));
    alphas.push_back(unit_range(sample.alpha));
    labels.push_back(labels_of(sample.trimap));
  }
  return {torch::cat(images).contiguous(torch::MemoryFormat::ChannelsLast), torch::cat(alphas),
          torch::cat(labels)};
}

torch::Tensor normalized(const cv::Mat& image, const ModelMetadata& metadata) {
  torch::Tensor tensor = torch::empty({1, image.rows, image.cols, 3});
  auto* to = tensor.data_ptr<float>();
  for (int y = 0; y < image.rows; ++y) {
    const auto* pixel = image.ptr<std::uint8_t>(y);
    for (int x = 0; x < image.cols; ++x, pixel += 3)
      for (std::size_t c = 0; c < 3; ++c)
        *to++ = float((pixel[metadata.bgr ? c : 2 - c] - metadata.mean.at(c)) * metadata.scale);
  }
  return tensor.permute({0, 3, 1, 2});
}

torch::Tensor labels_of(const cv::Mat& trimap) {
  torch::Tensor tensor = torch::empty({1, trimap.rows, trimap.cols}, torch::kInt64);
  fill(trimap, tensor.data_ptr<std::int64_t>(), class_of);
  return tensor;
}

}  // namespace shm
