// SPDX-License-Identifier: MIT
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
        classes_(model.classes) {}

  NetworkOutput run(const cv::Mat& input) override {
    const TensorShape shape{1, input.rows, input.cols, 3};
    t_net_.run(shape, as_number(input));
    const auto* logits = t_net_.template output<float>(0);
    probabilities_.create(input.size(), CV_32FC3);
    for_each_pixel_range(input, [&](std::int64_t begin, std::int64_t count) {
      softmax(logits + 3 * begin, pixel(probabilities_, begin), count);
      join_channels(pixel(input, begin), pixel(probabilities_, begin),
                    seen_.template as<Number>() + seen_channels * begin, count);
    });
    m_net_.run({1, input.rows, input.cols, seen_channels}, seen_.template as<Number>());
    return {cv::Mat(input.size(), CV_32FC3, const_cast<float*>(logits)), fused(input.size())};
  }

  void observe(const LayerObserver& observer) override {
    t_net_.observe(observer);
    m_net_.observe(observer);
  }

 private:
  static float* pixel(cv::Mat& picture, std::int64_t number) {
    return picture.ptr<float>() + 3 * number;
  }
  static const float* pixel(const cv::Mat& picture, std::int64_t number) {
    return picture.ptr<float>() + 3 * number;
  }

  template <typename Work>
  static void for_each_pixel_range(const cv::Mat& picture, const Work& work) {
    const std::int64_t width = picture.cols;
    parallel_rows(picture.rows,
                  [&](Rows rows) { work(rows.begin * width, (rows.end - rows.begin) * width); });
  }

  /// The picture in what the networks compute in; makes room for what M-Net sees.
  const Number* as_number(const cv::Mat& input) {
    if (input.size() != size_) {
      size_ = input.size();
      const auto pixels = std::size_t(input.total());
      seen_ = AlignedMemory(pixels * seen_channels * sizeof(Number));
      if constexpr (std::is_same_v<Number, Bf16>)
        picture_ = AlignedMemory(pixels * 3 * sizeof(Number));
    }
    if constexpr (std::is_same_v<Number, float>) {
      return input.ptr<float>();
    } else {
      for_each_pixel_range(input, [&](std::int64_t begin, std::int64_t count) {
        to_bf16(pixel(input, begin), picture_.as<Bf16>() + 3 * begin, 3 * count);
      });
      return picture_.as<Bf16>();
    }
  }

  cv::Mat fused(cv::Size size) {
    alpha_.create(size, CV_32FC1);
    const auto* detail = m_net_.template output<float>(0);
    for_each_pixel_range(alpha_, [&](std::int64_t begin, std::int64_t count) {
      fuse(pixel(probabilities_, begin), classes_, detail + begin, alpha_.ptr<float>() + begin,
           count);
    });
    return alpha_;
  }

  CompiledGraph t_net_, m_net_;
  ClassOrder classes_;
  // Kept, so that a frame costs no allocation.
  cv::Size size_;
  AlignedMemory picture_, seen_;
  cv::Mat probabilities_, alpha_;
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
