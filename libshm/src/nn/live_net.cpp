#include "nn/live_net.hpp"

#include <array>
#include <string>

#include "nn/shm_net.hpp"

namespace shm {

namespace {

namespace F = torch::nn::functional;

constexpr int classes = 3;
constexpr auto& skip_widths = MobileNetV2Impl::skip_widths;
/// From 1/32 to 1/2 of the input's size.
constexpr std::array<int, 5> decoder_widths = {128, 64, 48, 32, LiveTNetImpl::feature_channels};
constexpr int pixels_of_two_by_two = 4;
constexpr std::array<int, 4> detail_widths = {
    3 * pixels_of_two_by_two + classes + LiveTNetImpl::feature_channels, 16, 16, 16};

torch::nn::Sequential pointwise(int in, int out) {
  return torch::nn::Sequential(same_conv(in, out, 1, false), torch::nn::BatchNorm2d(out));
}

torch::Tensor enlarged(const torch::Tensor& x, double factor) {
  return F::interpolate(x, F::InterpolateFuncOptions()
                               .scale_factor(std::vector<double>{factor, factor})
                               .mode(torch::kBilinear)
                               .align_corners(false)
                               .recompute_scale_factor(false));
}

/// Enlarged by 2, but no larger than `like`, where what was halved had an odd side.
torch::Tensor enlarged_to(const torch::Tensor& x, const torch::Tensor& like) {
  return enlarged(x, 2).narrow(2, 0, like.size(2)).narrow(3, 0, like.size(3));
}

}  // namespace

LiveTNetImpl::LiveTNetImpl()
    : feature(register_module("feature", MobileNetV2(2))),
      neck(register_module("neck", pointwise(skip_widths.back(), decoder_widths.front()))),
      last_conv(register_module("last_conv", same_conv(feature_channels, classes, 3, true))) {
  for (std::size_t i = 0; i + 1 < decoder_widths.size(); ++i) {
    const std::string level = std::to_string(decoder_widths.size() - 1 - i);
    const int width = decoder_widths.at(i);
    decoder.push_back(
        {register_module("s" + level + "_lateral", pointwise(skip_widths.at(3 - i), width)),
         register_module("s" + level + "_fusion", conv_bn_relu(width, decoder_widths.at(i + 1)))});
  }
}

LiveTNetImpl::Output LiveTNetImpl::forward(const torch::Tensor& input) {
  const auto skips = feature->forward(input);
  torch::Tensor x = neck->forward(skips.back());
  for (std::size_t i = 0; i < decoder.size(); ++i) {
    const torch::Tensor detail = decoder[i].lateral->forward(skips.at(3 - i));
    x = decoder[i].fusion->forward(detail + enlarged_to(x, detail));
  }
  return {last_conv->forward(x), x};
}

LiveMNetImpl::LiveMNetImpl()
    : last_conv(register_module("last_conv",
                                same_conv(detail_widths.back(), pixels_of_two_by_two, 3, true))) {
  for (std::size_t i = 0; i + 1 < detail_widths.size(); ++i)
    layers.push_back(register_module("conv_" + std::to_string(i + 1),
                                     conv_bn_relu(detail_widths.at(i), detail_widths.at(i + 1))));
}

torch::Tensor LiveMNetImpl::forward(const torch::Tensor& image, const torch::Tensor& context) {
  torch::Tensor x = torch::cat({torch::pixel_unshuffle(image, 2), enlarged(context, 2)}, 1)
                        .contiguous(torch::MemoryFormat::ChannelsLast);
  for (auto& layer : layers)
    x = layer->forward(x);
  return torch::pixel_shuffle(last_conv->forward(x), 2);
}

LiveNetImpl::LiveNetImpl(const ClassOrder& classes)
    : t_net(register_module("t_net", LiveTNet())),
      m_net(register_module("m_net", LiveMNet())),
      classes_(classes) {}

LiveNetImpl::Output LiveNetImpl::forward(const torch::Tensor& input) {
  const auto coarse = t_net->forward(torch::avg_pool2d(input, 2));
  const torch::Tensor context = torch::cat({torch::softmax(coarse.logits, 1), coarse.features}, 1);
  const torch::Tensor detail = m_net->forward(input, context);
  const torch::Tensor logits = enlarged(coarse.logits, 4);
  return {logits, fuse(torch::softmax(logits, 1), detail, classes_)};
}

torch::Tensor LiveNetImpl::trimap(const torch::Tensor& input) {
  return enlarged(t_net->forward(torch::avg_pool2d(input, 2)).logits, 4);
}

}  // namespace shm
