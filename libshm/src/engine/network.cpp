// SPDX-License-Identifier: MIT
// The two networks and what joins them, over a picture.
#include "engine/network.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "base/parallel.hpp"
#include "kernels/cpu/trimap_softmax.hpp"
#include "model/state.hpp"

namespace shm {

cv::Mat NetworkOutput::trimap() const {
  cv::Mat enlarged = logits;
  if (logits.size() != alpha.size())
    cv::resize(logits, enlarged, alpha.size(), 0, 0, cv::INTER_LINEAR);
  cv::Mat probabilities(alpha.size(), CV_32FC3);
  for_each_row(alpha.rows, [&](int y) {
    softmax(enlarged.ptr<float>(y), probabilities.ptr<float>(y), alpha.cols);
  });
  return probabilities;
}

Normalization normalization_of(const ModelMetadata& model) {
  Normalization as_seen{{}, float(model.scale)};
  std::copy(model.mean.begin(), model.mean.end(), as_seen.mean.begin());
  return as_seen;
}

std::unique_ptr<Network> make_network(const ModelMetadata& model, const Safetensors& weights,
                                      const Arithmetic& arithmetic) {
  const Architecture architecture = make_architecture(model.architecture, model.stem_stride);
  check_same_state(compare_state(architecture.state(), weights), weights);
  const auto make = architecture.two_by_two ? make_tiled_network : make_whole_network;
  return make(architecture, model, weights, arithmetic);
}

}  // namespace shm
