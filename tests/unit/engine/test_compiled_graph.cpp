// SPDX-License-Identifier: MIT
// Single operations of a network on oneDNN, against plain arithmetic.
#include "engine/compiled_graph.hpp"

#include <gtest/gtest.h>

#include <random>

#include "kernels/cpu/lanes.hpp"
#include "model/architecture.hpp"
#include "model/layers.hpp"
#include "random_weights.hpp"
#include "reference_network.hpp"
#include "shm/error.hpp"
#include "threads_in_use.hpp"

namespace shm {
namespace {

ReferencePicture noise(int height, int width, int channels, double least = -1) {
  static std::mt19937 random(3);
  ReferencePicture picture(height, width, channels);
  std::uniform_real_distribution<double> number(least, 1);
  for (double& value : picture.numbers)
    value = number(random);
  return picture;
}

/// A network with random weights, and what its definition says of a picture.
struct Sample {
  explicit Sample(NetworkGraph network)
      : graph(std::move(network)), weights(RandomWeights(state()).in(folder)) {}

  StateShapes state() const {
    StateShapes shapes;
    add_state(graph.layers(), shapes);
    return shapes;
  }
  std::vector<ReferencePicture> expected(const ReferencePicture& picture) const {
    return ReferenceNetwork(graph, weights).run(picture);
  }
  Plan plan() const { return plan_of(graph, weights); }

  TemporaryFolder folder;
  NetworkGraph graph;
  Safetensors weights;
};

std::vector<float> floats(const ReferencePicture& picture) {
  return {picture.numbers.begin(), picture.numbers.end()};
}

TensorShape shape_of(const ReferencePicture& picture) {
  return {1, picture.height, picture.width, picture.channels};
}

double worst_difference(const ReferencePicture& expected, const float* found) {
  double worst = 0;
  for (std::size_t i = 0; i < expected.numbers.size(); ++i)
    worst = std::max(worst, std::abs(expected.numbers[i] - double(found[i])));
  return worst;
}

void expect_like_reference(const Sample& sample, const ReferencePicture& picture) {
  Scratch scratch;
  CompiledGraph compiled(sample.plan(), {});
  const auto input = floats(picture);
  compiled.run(input.data(), scratch.take(compiled.prepare(shape_of(picture))));
  const auto expected = sample.expected(picture);
  for (std::size_t i = 0; i < expected.size(); ++i)
    EXPECT_LT(worst_difference(expected[i], compiled.output<float>(i)), 2e-5) << "output " << i;
}

NetworkGraph of_one(const ConvolutionLayer& layer) {
  NetworkGraph graph;
  graph.give({graph.convolution(0, layer)});
  return graph;
}

ConvolutionLayer strided(ConvolutionLayer layer, int stride) {
  layer.stride = stride;
  return layer;
}

TEST(CompiledGraph, ConvolvesNormalisesAndActivatesAtOnce) {
  for (const int stride : {1, 2})
    for (const Activation activation : {Activation::none, Activation::relu, Activation::relu6}) {
      const Sample sample(of_one(strided(conv_bn("layer", 6, 16, 3, activation), stride)));
      for (const auto& [height, width] : {std::pair(32, 48), std::pair(17, 9), std::pair(1, 1)})
        expect_like_reference(sample, noise(height, width, 6));
    }
}

/// MobileNetV2's block with its input added.
NetworkGraph residual_block(int channels) {
  NetworkGraph graph;
  const Value x = graph.convolution(0, conv_bn("before", channels, channels, 1));
  const Value wide =
      graph.convolution(x, conv_bn("expand", channels, 4 * channels, 1, Activation::relu6));
  ConvolutionLayer depthwise =
      conv_bn("depthwise", 4 * channels, 4 * channels, 3, Activation::relu6);
  depthwise.groups = 4 * channels;
  const Value y = graph.convolution(graph.convolution(wide, depthwise),
                                    conv_bn("project", 4 * channels, channels, 1));
  graph.give({graph.convolution(graph.add(y, x), conv_bn("after", channels, channels, 1))});
  return graph;
}

TEST(CompiledGraph, AddsInPlaceWhereNobodyElseReads) {
  const Sample sample(residual_block(16));
  EXPECT_EQ(sample.plan().steps.size(), 5U);  // no sum of its own
  expect_like_reference(sample, noise(24, 20, 16));
}

TEST(CompiledGraph, AddsApartWhereASummandIsReadLater) {
  NetworkGraph graph;
  const Value x = graph.convolution(0, conv_bn("before", 8, 8, 3));
  const Value sum = graph.add(graph.convolution(x, conv_bn("own", 8, 8, 3)), x);
  const Value later = graph.add(graph.convolution(sum, conv_bn("next", 8, 8, 1)), x);
  graph.give({later, sum});
  expect_like_reference(Sample(graph), noise(15, 11, 8));
}

TEST(CompiledGraph, AddsApartAfterAnActivation) {
  NetworkGraph graph;
  const Value x = graph.convolution(0, conv_bn("before", 8, 8, 3));
  const Value y = graph.convolution(x, conv_bn("own", 8, 8, 3, Activation::relu));
  graph.give({graph.convolution(graph.add(y, x), conv_bn("after", 8, 8, 1))});
  expect_like_reference(Sample(graph), noise(15, 11, 8));
}

NetworkGraph lateral_and_enlarged() {
  NetworkGraph graph;
  const Value large = graph.convolution(0, conv_bn("large", 3, 8, 3));
  const Value small = graph.convolution(large, strided(conv_bn("small", 8, 8, 3), 2));
  const Value again = graph.enlarge(small, large);
  graph.give({graph.add(graph.convolution(large, conv_bn("lateral", 8, 8, 1)), again)});
  return graph;
}

TEST(CompiledGraph, EnlargesToTheSizeOfWhatWasHalved) {
  for (const auto& [height, width] : {std::pair(12, 10), std::pair(13, 9), std::pair(1, 2)})
    expect_like_reference(Sample(lateral_and_enlarged()), noise(height, width, 3));
}

TEST(CompiledGraph, EnlargesByTransposedConvolutions) {
  expect_like_reference(Sample(of_one(doubling_conv("up", 8))), noise(6, 10, 8));
}

TEST(CompiledGraph, ReadsWhatWasEnlargedWithoutPuttingItTogether) {
  for (const int kernel : {3, 5}) {
    NetworkGraph graph;
    const Value large = graph.convolution(0, doubling_conv("up", 8));
    graph.give({graph.convolution(large, plain_conv("last", 8, 2, kernel))});
    const Sample sample(graph);
    EXPECT_EQ(sample.plan().steps.size(), 3U);  // one pixel shuffle, at the end
    expect_like_reference(sample, noise(6, 9, 8));
  }
}

TEST(CompiledGraph, PoolsTheLargest) {
  for (const auto& [height, width] : {std::pair(12, 10), std::pair(13, 9), std::pair(1, 1)}) {
    NetworkGraph graph;
    const Value pooled = graph.max_pool(graph.convolution(0, conv_bn("before", 3, 8, 3)));
    graph.give({graph.convolution(pooled, conv_bn("after", 8, 4, 1))});
    expect_like_reference(Sample(graph), noise(height, width, 3));
  }
}

TEST(CompiledGraph, AnswersTheSameWhateverShapesCameBefore) {
  const Sample sample(lateral_and_enlarged());
  Scratch scratch;
  CompiledGraph compiled(sample.plan(), {});
  for (int i = 0; i < 3; ++i)
    for (const auto& [height, width] : {std::pair{8, 12}, {12, 8}, {16, 16}, {20, 8}, {8, 8}}) {
      const ReferencePicture picture = noise(height, width, 3);
      const auto input = floats(picture);
      compiled.run(input.data(), scratch.take(compiled.prepare(shape_of(picture))));
      EXPECT_LT(worst_difference(sample.expected(picture).front(), compiled.output<float>(0)), 1e-4)
          << height << 'x' << width;
    }
}

TEST(CompiledGraph, TakesSeveralPicturesAtOnce) {
  const Sample sample(of_one(conv_bn("layer", 4, 8, 3, Activation::relu)));
  Scratch scratch;
  CompiledGraph compiled(sample.plan(), {});
  const ReferencePicture pictures[] = {noise(10, 12, 4), noise(10, 12, 4)};
  std::vector<float> input = floats(pictures[0]);
  const std::vector<float> second = floats(pictures[1]);
  input.insert(input.end(), second.begin(), second.end());
  compiled.run(input.data(), scratch.take(compiled.prepare({2, 10, 12, 4})));
  for (int i = 0; i < 2; ++i)
    EXPECT_LT(worst_difference(sample.expected(pictures[i])[0],
                               compiled.output<float>(0) + std::ptrdiff_t(i) * 10 * 12 * 8),
              2e-5);
}

/// Whole numbers, and what they stand for.
struct QuantisedPicture {
  QuantisedPicture(ReferencePicture picture, Quantisation quantisation) : real(std::move(picture)) {
    for (double& number : real.numbers) {
      numbers.push_back(std::int8_t(std::lround(number / quantisation.scale)));
      number = numbers.back() * double(quantisation.scale);
    }
  }
  ReferencePicture real;
  std::vector<std::int8_t> numbers;
};

ActivationRanges measured(const Sample& sample, const ReferencePicture& picture) {
  ActivationRanges ranges;
  Scratch scratch;
  CompiledGraph compiled(sample.plan(), {});
  compiled.observe(range_observer(ranges));
  const auto input = floats(picture);
  compiled.run(input.data(), scratch.take(compiled.prepare(shape_of(picture))));
  return ranges;
}

double largest(const ReferencePicture& picture) {
  double most = 0;
  for (const double number : picture.numbers)
    most = std::max(most, std::abs(number));
  return most;
}

TEST(Int8Graph, KeepsToAFewStepsOfTheResult) {
  const double coarser = 127.0 / largest_int8_weight();
  for (NetworkGraph graph : {of_one(conv_bn("layer", 24, 16, 3, Activation::relu)),
                             of_one(strided(conv_bn("layer", 24, 16, 3), 2)), residual_block(24)}) {
    const Sample sample(std::move(graph));
    const Quantisation in = quantised_to(1, true);
    const QuantisedPicture picture(noise(24, 40, 24), in);
    Scratch scratch;
    CompiledGraph compiled(sample.plan(), {Element::int8, measured(sample, picture.real)}, in);
    compiled.run(picture.numbers.data(), scratch.take(compiled.prepare(shape_of(picture.real))));
    const ReferencePicture expected = sample.expected(picture.real)[0];
    EXPECT_LT(worst_difference(expected, compiled.output<float>(0)),
              0.04 * coarser * largest(expected));
  }
}

TEST(Int8Graph, AnswersTheSameWithAnyNumberOfThreads) {
  const Sample sample(residual_block(24));
  const Quantisation in = quantised_to(1, true);
  const QuantisedPicture picture(noise(64, 40, 24), in);
  Scratch scratch;
  CompiledGraph compiled(sample.plan(), {Element::int8, measured(sample, picture.real)}, in);
  std::vector<std::vector<float>> answers;
  for (const int threads : {1, 3}) {
    const ThreadsInUse some(threads);
    compiled.run(picture.numbers.data(), scratch.take(compiled.prepare(shape_of(picture.real))));
    answers.emplace_back(compiled.output<float>(0), compiled.output<float>(0) + 64 * 40 * 24);
  }
  EXPECT_EQ(answers[0], answers[1]);
}

TEST(Int8Graph, NeedsARangeForEachLayer) {
  const Sample sample(residual_block(8));
  EXPECT_THROW(CompiledGraph(sample.plan(), {Element::int8, {{"before.0", 1}}}), BadModel);
}

TEST(CompiledGraph, ShowsAnObserverEachLayerWithItsSum) {
  const Sample sample(residual_block(8));
  const ActivationRanges ranges = measured(sample, noise(8, 8, 8));
  EXPECT_EQ(ranges.size(), 5U);
  EXPECT_LE(ranges.at("depthwise.0"), 6);
}

/// The rows that change where a row of what M-Net sees does.
std::vector<int> changed_rows(const Architecture& live, int changed) {
  constexpr int side = 32;
  const TemporaryFolder folder;
  const auto weights = RandomWeights(live.state()).in(folder);
  Scratch scratch;
  CompiledGraph m_net(plan_of(live.m_net, weights), {});
  const int channels = live.m_net.input_channels();
  const TensorShape shape{1, side, side, channels};
  std::vector<float> input(std::size_t(shape.count()), 0.5F);
  m_net.run(input.data(), scratch.take(m_net.prepare(shape)));
  const std::vector<float> before(m_net.output<float>(0), m_net.output<float>(0) + side * side * 4);
  const std::ptrdiff_t row = std::ptrdiff_t(side) * channels;
  std::fill_n(input.begin() + changed * row, row, 1.5F);
  m_net.run(input.data(), scratch.take(m_net.prepare(shape)));
  std::vector<int> rows;
  for (int y = 0; y < side; ++y)
    if (!std::equal(before.begin() + y * side * 4, before.begin() + (y + 1) * side * 4,
                    m_net.output<float>(0) + std::ptrdiff_t(y) * side * 4))
      rows.push_back(y);
  return rows;
}

TEST(CompiledGraph, MNetSeesNoFurtherThanItsReach) {
  const Architecture live = make_shm_live();
  const std::vector<int> rows = changed_rows(live, 16);
  ASSERT_FALSE(rows.empty());
  EXPECT_GE(rows.front(), 16 - live.reach / 2);
  EXPECT_LE(rows.back(), 16 + live.reach / 2);
}

}  // namespace
}  // namespace shm
