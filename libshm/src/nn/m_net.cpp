#include "nn/m_net.hpp"

#include <array>
#include <string>

#include "nn/layers.hpp"

namespace shm {

namespace {

constexpr int input_channels = 6;
constexpr std::array<int, 4> encoder_widths = {16, 32, 64, 128};
constexpr std::array<int, 4> decoder_widths = {128, 64, 32, 16};

torch::nn::ConvTranspose2d deconv(int channels) {
  return torch::nn::ConvTranspose2d(torch::nn::ConvTranspose2dOptions(channels, channels, 5)
                                        .stride(2)
                                        .padding(2)
                                        .output_padding(1)
                                        .bias(false));
}

}  // namespace

MNetImpl::MNetImpl()
    : conv(register_module("conv", same_conv(decoder_widths.back(), 1, 5, false))),
      en_conv_bn_relu_5_(register_module("en_conv_bn_relu_5", conv_bn_relu(128, 128))) {
  int width = input_channels;
  for (const int out : encoder_widths) {
    const std::string name = "en_conv_bn_relu_" + std::to_string(encoder.size() + 1);
    encoder.push_back(register_module(name, conv_bn_relu(width, out)));
    width = out;
  }
  for (const int out : decoder_widths) {
    const std::string number = std::to_string(decoder.size() + 1);
    decoder.push_back({register_module("de_conv_bn_relu_" + number, conv_bn_relu(width, out)),
                       register_module("deconv_" + number, deconv(out))});
    width = out;
  }
}

torch::Tensor MNetImpl::forward(torch::Tensor x) {
  for (auto& step : encoder)
    x = torch::max_pool2d(step->forward(x), 3, 2, 1);
  for (auto& step : decoder)
    x = step.up->forward(step.conv->forward(x));
  return conv->forward(x);
}

}  // namespace shm
