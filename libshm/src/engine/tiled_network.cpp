// SPDX-License-Identifier: MIT
// shm-live: T-Net on the whole picture at half the size, M-Net on the tiles that need it.
#include <algorithm>
#include <array>
#include <cstring>
#include <span>
#include <vector>

#include "base/parallel.hpp"
#include "engine/network.hpp"
#include "engine/tiles.hpp"
#include "kernels/cpu/tile_input.hpp"
#include "kernels/cpu/trimap_softmax.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

/// Below this share of unknown M-Net is not asked. At the default black and white points held-out
/// people lose nothing to it.
constexpr float sure = 1.0F / 16;
/// Tiles that pass through M-Net together. Their number is always this, so that the convolutions
/// keep their shapes; two threads share them, and they stay in the cache.
constexpr std::int64_t tiles_together = 4;

/// What convolutions compute in: of pixels, and of T-Net's features, which an activation left
/// without a sign.
template <typename Pixel_, typename Feature_>
struct Numbers {
  using Pixel = Pixel_;
  using Feature = Feature_;
};
using Fp32 = Numbers<float, float>;
using BFloat16 = Numbers<Bf16, Bf16>;
using Int8 = Numbers<std::int8_t, std::uint8_t>;

/// Of the network's input.
Quantisation pixel_quantisation(const ModelMetadata& model, Element element) {
  if (element != Element::int8) return {};
  const auto [least, most] = std::minmax_element(model.mean.begin(), model.mean.end());
  return quantised_to(float(std::max(*most, 255 - *least) * model.scale), true);
}

/// Of M-Net's input, part by part.
struct TileQuantisation {
  Quantisation pixels, probabilities, features;
};

/// M-Net's first convolution takes numbers with a sign.
TileQuantisation tile_quantisation(const Quantisation& pixels, const Quantisation& features,
                                   Element element) {
  if (element != Element::int8) return {};
  return {pixels, quantised_to(1, true), quantised_to(features.scale * most_uint8, true)};
}

/// Weights of the architecture's channels as weights of those that M-Net is given: times the scales
/// of their numbers, and none for the channels that hold zeros.
FoldedConvolution on_tile_channels(const FoldedConvolution& given, const TileQuantisation& scales) {
  FoldedConvolution conv = given;
  conv.in = int(tile_channels);
  const std::size_t taps = std::size_t(given.kernel) * std::size_t(given.kernel);
  conv.weight.assign(std::size_t(conv.out) * std::size_t(conv.in) * taps, 0.0F);
  const auto copy = [&](std::int64_t out, std::int64_t from, std::int64_t to, std::int64_t count,
                        float scale) {
    const float* weight = given.weight.data() + std::size_t(out * given.in + from) * taps;
    std::transform(weight, weight + std::size_t(count) * taps,
                   conv.weight.data() + std::size_t(out * conv.in + to) * taps,
                   [&](float w) { return w * scale; });
  };
  constexpr std::int64_t probabilities_begin = tile_pixels;
  constexpr std::int64_t features_begin = probabilities_begin + tile_probabilities;
  for (std::int64_t out = 0; out < conv.out; ++out) {
    copy(out, 0, 0, tile_pixels, scales.pixels.scale);
    copy(out, probabilities_begin, probabilities_begin, tile_probabilities,
         scales.probabilities.scale);
    copy(out, features_begin, features_begin + tile_zeros, tile_features, scales.features.scale);
  }
  return conv;
}

Plan plan_on_tiles(const NetworkGraph& m_net, const Safetensors& weights,
                   const TileQuantisation& scales) {
  Plan plan = plan_of(m_net, weights);
  for (PlanStep& step : plan.steps)
    if (step.from == 0) step.conv = on_tile_channels(step.conv, scales);
  return plan;
}

/// The kernels know one shape of T-Net's ends.
void check_fits_kernels(const Architecture& architecture) {
  const auto require = [&](const char* what, std::int64_t has, std::int64_t of_kernels) {
    if (has == of_kernels) return;
    throw BadModel("architecture: " + architecture.name + " has " + std::to_string(has) + what +
                   "; the kernels take " + std::to_string(of_kernels));
  };
  require(" features", architecture.features(), tile_features);
  require(" pixels to one of T-Net's", architecture.t_net_reduction, t_net_pixels);
  require(" pixels to one of the logits", architecture.logits_reduction, logits_pixels);
}

template <typename Numbers>
class TiledNetwork : public Network {
 public:
  TiledNetwork(const Architecture& architecture, const ModelMetadata& model,
               const Safetensors& weights, const Arithmetic& arithmetic)
      : pixels_(pixel_quantisation(model, arithmetic.element)),
        t_net_(plan_of(architecture.t_net, weights), arithmetic, pixels_),
        tiles_(tile_quantisation(pixels_, t_net_.output_type(1).quantisation, arithmetic.element)),
        m_net_(plan_on_tiles(architecture.m_net, weights, tiles_), arithmetic),
        as_seen_(normalization_of(model)),
        reach_(architecture.reach),
        classes_(model.classes) {
    check_fits_kernels(architecture);
  }

  NetworkOutput run(const cv::Mat& pixels, Scratch& scratch) override {
    const Picture picture{pixels.rows, pixels.cols, pixels.data, as_seen_};
    make_room(picture);
    take_turns_in(scratch);
    find_trimap(picture);
    find_uncertain(picture);
    if (!uncertain_.empty()) add_details(picture);
    const cv::Size coarse = pixels.size() / int(logits_pixels);
    return {cv::Mat(coarse, CV_32FC3, const_cast<float*>(logits())), alpha_};
  }

  void observe(const LayerObserver& observer) override {
    t_net_.observe(observer);
    m_net_.observe(observer);
  }

 private:
  using Pixel = typename Numbers::Pixel;
  using Feature = typename Numbers::Feature;

  void make_room(const Picture& picture) {
    if (grid_.height() == picture.height && grid_.width() == picture.width) return;
    grid_ = {};
    const TileGrid grid(picture.height, picture.width, reach_);
    const cv::Size size(int(picture.width), int(picture.height));
    probabilities_.create(size / int(logits_pixels), CV_32FC3);
    alpha_.create(size, CV_32FC1);
    t_net_bytes_ =
        t_net_.prepare({1, picture.height / t_net_pixels, picture.width / t_net_pixels, 3});
    m_net_bytes_ = m_net_.prepare(
        {tiles_together, grid.window_height() / 2, grid.window_width() / 2, tile_channels});
    grid_ = grid;  // last: all is there for it
  }

  /// T-Net has the memory first, then M-Net: what each computes from lies before what it needs.
  void take_turns_in(Scratch& scratch) {
    const auto rounded = AlignedMemory::rounded_up;
    const auto pixels = std::size_t(alpha_.total());
    const std::size_t half = rounded(pixels / (t_net_pixels * t_net_pixels) * 3 * sizeof(Pixel));
    const std::size_t unknown = rounded(pixels * sizeof(float));
    const std::size_t tiles = rounded(std::size_t(tiles_together * tile_numbers()) * sizeof(Pixel));
    std::byte* const memory =
        scratch.take(std::max(half + t_net_bytes_, unknown + tiles + m_net_bytes_));
    half_ = reinterpret_cast<Pixel*>(memory);
    t_net_memory_ = memory + half;
    unknown_ = cv::Mat(alpha_.size(), CV_32FC1, memory);
    tile_input_ = reinterpret_cast<Pixel*>(memory + unknown);
    m_net_memory_ = memory + unknown + tiles;
  }

  /// Of a tile's window as M-Net sees it.
  std::int64_t tile_numbers() const {
    return grid_.window_height() / 2 * (grid_.window_width() / 2) * tile_channels;
  }

  /// T-Net's output, and its softmax.
  void find_trimap(const Picture& picture) {
    parallel_rows(picture.height / t_net_pixels,
                  [&](Rows rows) { halve(picture, 1 / pixels_.scale, half_, rows); });
    t_net_.run(half_, t_net_memory_);
    const std::int64_t width = picture.width / logits_pixels;
    parallel_rows(picture.height / logits_pixels, [&](Rows rows) {
      const std::int64_t begin = rows.begin * width, end = rows.end * width;
      softmax(logits() + 3 * begin, probabilities_.ptr<float>() + 3 * begin, end - begin);
    });
  }

  const float* logits() const { return t_net_.template output<float>(0); }

  TNetOutput<Feature> t_net_output() const {
    return {probabilities_.ptr<float>(), t_net_.template output<Feature>(1)};
  }

  /// Fills the planes as the trimap has it, and finds the tiles where M-Net is to be asked.
  void find_uncertain(const Picture& picture) {
    const auto& tiles = grid_.tiles();
    is_uncertain_.resize(tiles.size());
    in_turn(std::int64_t(tiles.size()), threads_in_use(), [&](std::int64_t i) {
      is_uncertain_[std::size_t(i)] = is_uncertain(picture, tiles[std::size_t(i)].part) ? 1 : 0;
    });
    uncertain_.clear();
    for (std::size_t i = 0; i < tiles.size(); ++i)
      if (is_uncertain_[i] != 0) uncertain_.push_back(tiles[i]);
  }

  /// Fills a part of the planes; whether it holds what is unknown. Else alpha is the foreground's
  /// share of the rest, and `unknown` is left as it was.
  bool is_uncertain(const Picture& picture, const Window& part) {
    if (!all_confident(probabilities_.ptr<float>(), classes_, picture, part, 1 - sure)) {
      upsampled_softmax(logits(), classes_, picture, part, unknown_.ptr<float>(),
                        alpha_.ptr<float>());
      if (any_above(unknown_.ptr<float>(), picture.width, part, sure)) return true;
    }
    two_class_softmax(logits(), classes_, picture, part, alpha_.ptr<float>());
    return false;
  }

  void add_details(const Picture& picture) {
    const std::span all(uncertain_);
    for (std::size_t first = 0; first < all.size(); first += tiles_together) {
      const auto some =
          all.subspan(first, std::min<std::size_t>(tiles_together, all.size() - first));
      gather(picture, some);
      m_net_.run(tile_input_, m_net_memory_);
      add(some);
    }
  }

  /// The windows of some tiles, one after the other; zeros where there is no tile, which
  /// calibration would measure, too.
  void gather(const Picture& picture, std::span<const Tile> tiles) {
    const InputScales scales{1 / tiles_.pixels.scale, 1 / tiles_.probabilities.scale,
                             t_net_.output_type(1).quantisation.scale / tiles_.features.scale};
    in_turn(tiles_together, threads_in_use(), [&](std::int64_t i) {
      Pixel* const tile = tile_input_ + i * tile_numbers();
      if (std::size_t(i) < tiles.size())
        gather_tile(picture, t_net_output(), tiles[std::size_t(i)].window, scales, tile);
      else
        std::fill_n(tile, tile_numbers(), Pixel{});
    });
  }

  void add(std::span<const Tile> tiles) {
    const auto* detail = m_net_.template output<float>(0);
    const std::int64_t step = grid_.window_height() * grid_.window_width();
    in_turn(std::int64_t(tiles.size()), threads_in_use(), [&](std::int64_t i) {
      const auto& [part, window] = tiles[std::size_t(i)];
      add_detail(detail + i * step, window, part, alpha_.cols, unknown_.ptr<float>(),
                 alpha_.ptr<float>());
    });
  }

  Quantisation pixels_;
  CompiledGraph t_net_;
  TileQuantisation tiles_;
  CompiledGraph m_net_;
  Normalization as_seen_;
  std::int64_t reach_;
  ClassOrder classes_;
  // Kept, so that a frame costs no allocation.
  TileGrid grid_;
  std::size_t t_net_bytes_ = 0, m_net_bytes_ = 0;
  cv::Mat probabilities_, alpha_;
  std::vector<std::uint8_t> is_uncertain_;  ///< of the grid's tiles
  std::vector<Tile> uncertain_;
  // In the scratch memory of the run.
  Pixel* half_ = nullptr;
  std::byte* t_net_memory_ = nullptr;
  cv::Mat unknown_;
  Pixel* tile_input_ = nullptr;
  std::byte* m_net_memory_ = nullptr;
};

}  // namespace

std::unique_ptr<Network> make_tiled_network(const Architecture& architecture,
                                            const ModelMetadata& model, const Safetensors& weights,
                                            const Arithmetic& arithmetic) {
  switch (arithmetic.element) {
    case Element::bfloat16:
      return std::make_unique<TiledNetwork<BFloat16>>(architecture, model, weights, arithmetic);
    case Element::int8:
      return std::make_unique<TiledNetwork<Int8>>(architecture, model, weights, arithmetic);
    default: return std::make_unique<TiledNetwork<Fp32>>(architecture, model, weights, arithmetic);
  }
}

}  // namespace shm
