// SPDX-License-Identifier: MIT
// A network's graph as its definition has it, number by number, in double.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "model/network_graph.hpp"
#include "model/state.hpp"

/// One picture, channels of a pixel together.
struct ReferencePicture {
  int height = 0, width = 0, channels = 0;
  std::vector<double> numbers;

  ReferencePicture() = default;
  ReferencePicture(int h, int w, int c)
      : height(h),
        width(w),
        channels(c),
        numbers(std::size_t(h) * std::size_t(w) * std::size_t(c)) {}

  double& at(int y, int x, int c) { return numbers[std::size_t((y * width + x) * channels + c)]; }
  double at(int y, int x, int c) const {
    return numbers[std::size_t((y * width + x) * channels + c)];
  }
  bool holds(int y, int x) const { return y >= 0 && y < height && x >= 0 && x < width; }
};

class ReferenceNetwork {
 public:
  ReferenceNetwork(const shm::NetworkGraph& graph, const shm::Safetensors& file)
      : graph_(graph), file_(file) {}

  std::vector<ReferencePicture> run(const ReferencePicture& input) const {
    std::vector<ReferencePicture> values = {input};
    for (const shm::GraphStep& step : graph_.steps())
      values.push_back(result(step, values));
    std::vector<ReferencePicture> outputs;
    for (const shm::Value output : graph_.outputs())
      outputs.push_back(values[std::size_t(output)]);
    return outputs;
  }

 private:
  ReferencePicture result(const shm::GraphStep& step,
                          const std::vector<ReferencePicture>& values) const {
    const ReferencePicture& x = values[std::size_t(step.from)];
    switch (step.operation) {
      case shm::Operation::convolution: return layer(step.layer, x);
      case shm::Operation::add: return sum(x, values[std::size_t(step.other)]);
      case shm::Operation::max_pool: return pooled(x);
      case shm::Operation::enlarge:
        return step.other == shm::no_value ? enlarged(x, 2 * x.height, 2 * x.width)
                                           : enlarged(x, values[std::size_t(step.other)].height,
                                                      values[std::size_t(step.other)].width);
    }
    return x;
  }

  ReferencePicture layer(const shm::ConvolutionLayer& layer, const ReferencePicture& x) const {
    ReferencePicture y = layer.transposed ? transposed(layer, x) : convolved(layer, x);
    add_bias(layer, y);
    normalize(layer, y);
    for (double& number : y.numbers) {
      if (layer.activation != shm::Activation::none) number = std::max(number, 0.0);
      if (layer.activation == shm::Activation::relu6) number = std::min(number, 6.0);
    }
    return y;
  }

  ReferencePicture convolved(const shm::ConvolutionLayer& layer, const ReferencePicture& x) const {
    const auto weight = shm::float_numbers(file_, layer.name + ".weight");
    const int pad = layer.kernel / 2;
    const int in = layer.in / layer.groups, out = layer.out / layer.groups;
    ReferencePicture y((x.height + 2 * pad - layer.kernel) / layer.stride + 1,
                       (x.width + 2 * pad - layer.kernel) / layer.stride + 1, layer.out);
    for_all(y, [&](int row, int column, int c) {
      for (int i = 0; i < in; ++i)
        for (int k = 0; k < layer.kernel; ++k)
          for (int l = 0; l < layer.kernel; ++l) {
            const int from_y = row * layer.stride + k - pad,
                      from_x = column * layer.stride + l - pad;
            if (x.holds(from_y, from_x))
              y.at(row, column, c) +=
                  weight[std::size_t(((c * in + i) * layer.kernel + k) * layer.kernel + l)] *
                  x.at(from_y, from_x, c / out * in + i);
          }
    });
    return y;
  }

  ReferencePicture transposed(const shm::ConvolutionLayer& layer, const ReferencePicture& x) const {
    const auto weight = shm::float_numbers(file_, layer.name + ".weight");
    const int pad = layer.kernel / 2;
    ReferencePicture y(2 * x.height, 2 * x.width, layer.out);
    for_all(x, [&](int row, int column, int i) {
      for (int c = 0; c < layer.out; ++c)
        for (int k = 0; k < layer.kernel; ++k)
          for (int l = 0; l < layer.kernel; ++l) {
            const int to_y = 2 * row + k - pad, to_x = 2 * column + l - pad;
            if (y.holds(to_y, to_x))
              y.at(to_y, to_x, c) +=
                  weight[std::size_t(((i * layer.out + c) * layer.kernel + k) * layer.kernel + l)] *
                  x.at(row, column, i);
          }
    });
    return y;
  }

  void add_bias(const shm::ConvolutionLayer& layer, ReferencePicture& y) const {
    if (!layer.bias) return;
    const auto bias = shm::float_numbers(file_, layer.name + ".bias");
    for_all(y, [&](int row, int column, int c) { y.at(row, column, c) += bias[std::size_t(c)]; });
  }

  void normalize(const shm::ConvolutionLayer& layer, ReferencePicture& y) const {
    if (layer.norm.empty()) return;
    const auto gamma = shm::float_numbers(file_, layer.norm + ".weight");
    const auto beta = shm::float_numbers(file_, layer.norm + ".bias");
    const auto mean = shm::float_numbers(file_, layer.norm + ".running_mean");
    const auto variance = shm::float_numbers(file_, layer.norm + ".running_var");
    for_all(y, [&](int row, int column, int channel) {
      const auto c = std::size_t(channel);
      double& number = y.at(row, column, channel);
      number = gamma[c] * (number - mean[c]) / std::sqrt(variance[c] + 1e-5) + beta[c];
    });
  }

  static ReferencePicture sum(const ReferencePicture& a, const ReferencePicture& b) {
    ReferencePicture y = a;
    for (std::size_t i = 0; i < y.numbers.size(); ++i)
      y.numbers[i] += b.numbers.at(i);
    return y;
  }

  static ReferencePicture pooled(const ReferencePicture& x) {
    ReferencePicture y((x.height + 1) / 2, (x.width + 1) / 2, x.channels);
    for_all(y, [&](int row, int column, int c) {
      double most = -1e300;
      for (int k = -1; k <= 1; ++k)
        for (int l = -1; l <= 1; ++l)
          if (x.holds(2 * row + k, 2 * column + l))
            most = std::max(most, x.at(2 * row + k, 2 * column + l, c));
      y.at(row, column, c) = most;
    });
    return y;
  }

  static ReferencePicture enlarged(const ReferencePicture& x, int height, int width) {
    ReferencePicture y(height, width, x.channels);
    const auto between = [](int place, int length, int& before, int& after) {
      const double at = std::max((place + 0.5) / 2 - 0.5, 0.0);
      before = std::min(int(at), length - 1);
      after = std::min(before + 1, length - 1);
      return at - before;
    };
    for_all(y, [&](int row, int column, int c) {
      int top = 0, bottom = 0, left = 0, right = 0;
      const double v = between(row, x.height, top, bottom);
      const double h = between(column, x.width, left, right);
      y.at(row, column, c) = (1 - v) * ((1 - h) * x.at(top, left, c) + h * x.at(top, right, c)) +
                             v * ((1 - h) * x.at(bottom, left, c) + h * x.at(bottom, right, c));
    });
    return y;
  }

  template <typename Work>
  static void for_all(const ReferencePicture& picture, const Work& work) {
    for (int y = 0; y < picture.height; ++y)
      for (int x = 0; x < picture.width; ++x)
        for (int c = 0; c < picture.channels; ++c)
          work(y, x, c);
  }

  const shm::NetworkGraph& graph_;
  const shm::Safetensors& file_;
};
