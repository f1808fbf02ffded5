// SPDX-License-Identifier: MIT
// Both networks on the whole picture, as the original has them.
#include <algorithm>

#include "base/parallel.hpp"
#include "engine/network.hpp"
#include "kernels/cpu/tile_input.hpp"
#include "kernels/cpu/trimap_softmax.hpp"

namespace shm {
namespace {

constexpr std::int64_t seen_channels = 6;  ///< of M-Net: a picture's and the trimap's

/// `Element`: float or Bf16.
template <typename Number>
class WholeNetwork : public Network {
 public:
  WholeNetwork(const Architecture& architecture, const ModelMetadata& model,
               const Safetensors& weights, const Arithmetic& arithmetic)
      : t_net_(plan_of(architecture.t_net, weights), arithmetic),
        m_net_(plan_of(architecture.m_net, weights), arithmetic),
        as_seen_(normalization_of(model)),
        classes_(model.classes) {}

  NetworkOutput run(const cv::Mat& picture, Scratch& scratch) override {
    const cv::Size size = picture.size();
    make_room(size);
    std::byte* const memory = scratch.take(bytes_);
    auto* pixels = pixels_.as<Number>();
    parallel_rows(size.height, [&](Rows rows) {
      normalize({size.height, size.width, picture.data, as_seen_}, rows, pixels);
    });
    t_net_.run(pixels, memory);
    const auto* logits = t_net_.template output<float>(0);
    for_each_pixel_range([&](std::int64_t begin, std::int64_t count) {
      softmax(logits + 3 * begin, probabilities_.ptr<float>() + 3 * begin, count);
      join_channels(pixels + 3 * begin, probabilities_.ptr<float>() + 3 * begin,
                    seen_.as<Number>() + seen_channels * begin, count);
    });
    m_net_.run(seen_.as<Number>(), memory);
    fuse_all();
    return {cv::Mat(size, CV_32FC3, const_cast<float*>(logits)), alpha_};
  }

  void observe(const LayerObserver& observer) override {
    t_net_.observe(observer);
    m_net_.observe(observer);
  }

 private:
  void make_room(cv::Size size) {
    if (alpha_.size() == size) return;
    const auto pixels = std::size_t(size.area());
    pixels_ = AlignedMemory(pixels * 3 * sizeof(Number));
    seen_ = AlignedMemory(pixels * seen_channels * sizeof(Number));
    probabilities_.create(size, CV_32FC3);
    bytes_ = std::max(t_net_.prepare({1, size.height, size.width, 3}),
                      m_net_.prepare({1, size.height, size.width, seen_channels}));
    alpha_.create(size, CV_32FC1);  // last: all is there for it
  }

  /// work(begin, count) for ranges of the picture's pixels.
  template <typename Work>
  void for_each_pixel_range(const Work& work) const {
    const std::int64_t width = alpha_.cols;
    parallel_rows(alpha_.rows,
                  [&](Rows rows) { work(rows.begin * width, (rows.end - rows.begin) * width); });
  }

  void fuse_all() {
    const auto* detail = m_net_.template output<float>(0);
    for_each_pixel_range([&](std::int64_t begin, std::int64_t count) {
      fuse(probabilities_.ptr<float>() + 3 * begin, classes_, detail + begin,
           alpha_.ptr<float>() + begin, count);
    });
  }

  CompiledGraph t_net_, m_net_;
  Normalization as_seen_;
  ClassOrder classes_;
  // Kept, so that a frame costs no allocation.
  AlignedMemory pixels_, seen_;
  cv::Mat probabilities_, alpha_;
  std::size_t bytes_ = 0;  ///< that one of the networks needs, and then the other
};

}  // namespace

std::unique_ptr<Network> make_whole_network(const Architecture& architecture,
                                            const ModelMetadata& model, const Safetensors& weights,
                                            const Arithmetic& arithmetic) {
  if (arithmetic.element == Element::bfloat16)
    return std::make_unique<WholeNetwork<Bf16>>(architecture, model, weights, arithmetic);
  return std::make_unique<WholeNetwork<float>>(architecture, model, weights, arithmetic);
}

}  // namespace shm
