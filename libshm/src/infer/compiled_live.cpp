#include <algorithm>
#include <span>
#include <type_traits>
#include <vector>

#include <ATen/ATen.h>

#include "image/parallel_rows.hpp"
#include "infer/compiled_encoder.hpp"
#include "infer/compiled_network.hpp"
#include "infer/fold.hpp"
#include "infer/tiles.hpp"
#include "kernels/cpu/live.hpp"
#include "nn/live_net.hpp"
#include "nn/shm_net.hpp"
#include "nn/state.hpp"

namespace shm {

namespace {

/// Below this share of unknown, the trimap is taken as sure. Held-out people lose nothing in MSE
/// and Grad to it, 0.3 % in MAD, and M-Net a sixth of its tiles.
constexpr float sure = 1.0F / 64;
/// Tiles that pass through M-Net together. Their number is always this, so that the convolutions
/// keep their shapes; two threads share them, and they stay in the cache.
constexpr std::int64_t tiles_together = 4;

/// Gives logits and features at half the input's size.
class CompiledLiveTNet {
 public:
  struct Output {
    at::Tensor logits;
    at::Tensor features;
  };

  CompiledLiveTNet(const LiveTNet& net, const ConvolutionMaker& make, Levels in)
      : encoder_(net->feature, make, in) {
    auto skip = encoder_.levels().rbegin();
    neck_ = make(taking(fold_one(*net->neck), *skip));
    Levels x = neck_->levels();
    for (const auto& step : net->decoder) {
      ConvolutionPtr lateral = make(taking(fold_one(*step.lateral), *++skip, x));
      ConvolutionPtr fusion = make(taking(fold_one(*step.fusion), lateral->levels()));
      x = fusion->levels();
      decoder_.push_back({std::move(lateral), std::move(fusion)});
    }
    features_ = x;
    last_ = make(answering(spec_of(*net->last_conv), x));
  }

  Output operator()(const at::Tensor& input) {
    const auto skips = encoder_(input);
    auto skip = skips.rbegin();
    at::Tensor x = (*neck_)(*skip);
    for (auto& step : decoder_)
      x = (*step.fusion)(step.lateral->add_to(enlarge(x, 2), *++skip));
    return {(*last_)(x), x};
  }

  /// Of Output::features.
  Levels features() const { return features_; }

 private:
  struct Step {
    ConvolutionPtr lateral;
    ConvolutionPtr fusion;
  };

  CompiledEncoder encoder_;
  ConvolutionPtr neck_;
  std::vector<Step> decoder_;
  ConvolutionPtr last_;
  Levels features_;
};

/// What M-Net sees, part by part.
struct Seen {
  Levels pixels, probabilities, features;

  /// A step for each channel.
  at::Tensor steps() const {
    return at::cat({at::full({seen_pixels}, pixels.step),
                    at::full({seen_probabilities}, probabilities.step),
                    at::full({seen_features}, features.step)});
  }
};

/// From 2 x 2 pixels at a time to the four details of them.
class CompiledLiveMNet {
 public:
  CompiledLiveMNet(const LiveMNet& net, const ConvolutionMaker& make, const Seen& seen) {
    Levels x;
    for (const auto& layer : net->layers) {
      ConvolutionSpec spec = fold_one(*layer);
      if (layers_.empty()) spec.weight = spec.weight * seen.steps().reshape({1, -1, 1, 1});
      layers_.push_back(make(taking(spec, x)));
      x = layers_.back()->levels();
    }
    layers_.push_back(make(answering(spec_of(*net->last_conv), x)));
  }

  at::Tensor operator()(at::Tensor x) {
    for (auto& layer : layers_)
      x = (*layer)(x);
    return x;
  }

 private:
  std::vector<ConvolutionPtr> layers_;
};

/// On any device: M-Net sees the whole picture.
class CompiledLive : public CompiledNetwork {
 public:
  CompiledLive(const LiveNet& net, const ConvolutionMaker& make, at::ScalarType dtype)
      : t_net_(net->t_net, make, {}),
        m_net_(net->m_net, make, {}),
        classes_(net->classes()),
        dtype_(dtype) {}

  Output run(const at::Tensor& input) override {
    const auto coarse = t_net_(laid_out(at::avg_pool2d(input, 2), dtype_));
    const at::Tensor trimap = at::softmax(enlarge(coarse.logits, 4), 1);
    const at::Tensor context =
        at::cat({at::softmax(coarse.logits, 1).to(dtype_), coarse.features}, 1);
    const at::Tensor seen = laid_out(
        at::cat({at::pixel_unshuffle(input, 2).to(dtype_), enlarge(context, 2)}, 1), dtype_);
    const at::Tensor detail = at::pixel_shuffle(m_net_(seen), 2);
    return {trimap, fuse(trimap, detail, classes_)};
  }

 private:
  CompiledLiveTNet t_net_;
  CompiledLiveMNet m_net_;
  ClassOrder classes_;
  at::ScalarType dtype_;
};

static_assert(seen_features == LiveTNetImpl::feature_channels);

/// What convolutions compute in on a CPU: of pixels, and of T-Net's features, which an activation
/// left without a sign.
template <typename Pixel_, typename Feature_, at::ScalarType dtype_>
struct Arithmetic {
  using Pixel = Pixel_;
  using Feature = Feature_;
  static constexpr at::ScalarType dtype = dtype_;
};
using Fp32 = Arithmetic<float, float, at::kFloat>;
using BFloat16 = Arithmetic<Bf16, Bf16, at::kBFloat16>;
using Int8 = Arithmetic<std::int8_t, std::uint8_t, at::kChar>;

constexpr float most_uint8 = 255;

/// Of the network's input.
Levels pixel_levels(const ModelMetadata& model, at::ScalarType dtype) {
  if (dtype != at::kChar) return {};
  const auto [least, most] = std::minmax_element(model.mean.begin(), model.mean.end());
  return levels_to(float(std::max(*most, 255 - *least) * model.scale), true);
}

/// M-Net's first convolution takes numbers with a sign.
Seen seen_levels(Levels pixels, Levels features, at::ScalarType dtype) {
  if (dtype != at::kChar) return {};
  return {pixels, levels_to(1, true), levels_to(features.step * most_uint8, true)};
}

/// On a CPU: M-Net sees the tiles where the trimap is not sure; elsewhere alpha
/// is the foreground's probability. What lies between convolutions is done by kernels/cpu/live.hpp.
template <typename Arithmetic>
class TiledLive : public CompiledNetwork {
 public:
  TiledLive(const LiveNet& net, const ConvolutionMaker& make, const ModelMetadata& model)
      : pixels_(pixel_levels(model, Arithmetic::dtype)),
        t_net_(net->t_net, make, pixels_),
        seen_(seen_levels(pixels_, t_net_.features(), Arithmetic::dtype)),
        m_net_(net->m_net, make, seen_),
        classes_(model.classes) {}

  Output run(const at::Tensor& input) override {
    const at::Tensor pixels = input.contiguous(at::MemoryFormat::ChannelsLast);
    const Picture picture{input.size(2), input.size(3), pixels.const_data_ptr<float>()};
    const auto coarse = t_net_(halved(picture));
    const at::Tensor trimap = spread_out(picture, coarse.logits);
    const at::Tensor alpha = trimap.narrow(1, classes_.foreground, 1).clone();
    add_details(picture, coarse, trimap.select(1, classes_.unknown), alpha);
    return {trimap, alpha};
  }

 private:
  using Pixel = typename Arithmetic::Pixel;
  using Feature = typename Arithmetic::Feature;

  static at::Tensor channels_last(std::int64_t n, std::int64_t channels, std::int64_t height,
                                  std::int64_t width) {
    return at::empty({n, channels, height, width}, Arithmetic::dtype,
                     at::MemoryFormat::ChannelsLast);
  }

  at::Tensor halved(const Picture& picture) const {
    at::Tensor half = channels_last(1, 3, picture.height / 2, picture.width / 2);
    auto* to = static_cast<Pixel*>(half.data_ptr());
    parallel_rows(picture.height / 2,
                  [&](Rows rows) { halve(picture, 1 / pixels_.step, to, rows); });
    return half;
  }

  static at::Tensor spread_out(const Picture& picture, const at::Tensor& logits) {
    at::Tensor trimap = at::empty({1, 3, picture.height, picture.width}, at::kFloat);
    parallel_rows(picture.height, [&](Rows rows) {
      spread(logits.const_data_ptr<float>(), picture.height, picture.width,
             trimap.data_ptr<float>(), rows);
    });
    return trimap;
  }

  void add_details(const Picture& picture, const CompiledLiveTNet::Output& coarse,
                   const at::Tensor& unknown, const at::Tensor& alpha) {
    const TileGrid grid(picture.height, picture.width, LiveMNetImpl::reach);
    grid.find_above(unknown.const_data_ptr<float>(), sure, tiles_);
    if (tiles_.empty()) return;
    const at::Tensor probabilities =
        at::empty({picture.height / 4, picture.width / 4, 3}, at::kFloat);
    softmax(coarse.logits.const_data_ptr<float>(), probabilities.data_ptr<float>(),
            probabilities.numel() / 3);
    const Coarse<Feature> told{probabilities.const_data_ptr<float>(),
                               static_cast<const Feature*>(coarse.features.const_data_ptr())};
    // Zeros where there is no tile, which calibration would measure, too.
    const at::Tensor seen = channels_last(tiles_together, seen_channels, grid.window_height() / 2,
                                          grid.window_width() / 2)
                                .zero_();
    const std::span all(tiles_);
    for (std::size_t first = 0; first < tiles_.size(); first += tiles_together) {
      const auto some =
          all.subspan(first, std::min<std::size_t>(tiles_together, tiles_.size() - first));
      look_at(picture, told, grid, some, seen);
      add(m_net_(seen), grid, some, unknown, alpha);
    }
  }

  /// The windows of some tiles, one after the other.
  void look_at(const Picture& picture, const Coarse<Feature>& coarse, const TileGrid& grid,
               std::span<const Tile> tiles, const at::Tensor& seen) const {
    const Gains gains{1 / seen_.pixels.step, 1 / seen_.probabilities.step,
                      t_net_.features().step / seen_.features.step};
    auto* to = static_cast<Pixel*>(seen.data_ptr());
    for_each_row(int(tiles.size()), [&](int i) {
      look(picture, coarse, window_of(grid, tiles[std::size_t(i)]), gains, to + i * seen.stride(0));
    });
  }

  static void add(const at::Tensor& detail, const TileGrid& grid, std::span<const Tile> tiles,
                  const at::Tensor& unknown, const at::Tensor& alpha) {
    for_each_row(int(tiles.size()), [&](int i) {
      const Tile& tile = tiles[std::size_t(i)];
      add_detail(detail.const_data_ptr<float>() + i * detail.stride(0), window_of(grid, tile),
                 {tile.y, tile.x, TileGrid::side, TileGrid::side}, alpha.size(3),
                 unknown.const_data_ptr<float>(), alpha.data_ptr<float>());
    });
  }

  static Window window_of(const TileGrid& grid, const Tile& tile) {
    return {tile.window_y, tile.window_x, grid.window_height(), grid.window_width()};
  }

  Levels pixels_;
  CompiledLiveTNet t_net_;
  Seen seen_;
  CompiledLiveMNet m_net_;
  ClassOrder classes_;
  std::vector<Tile> tiles_;  ///< kept, so that a frame costs no allocation
};

}  // namespace

std::unique_ptr<CompiledNetwork> compile_live(const Safetensors& weights,
                                              const ModelMetadata& model,
                                              const ConvolutionMaker& convolutions,
                                              const at::TensorOptions& place) {
  const at::Device device = place.device();
  const at::ScalarType dtype = at::typeMetaToScalarType(place.dtype());
  LiveNet network(model.classes);
  load_state(*network, weights);
  if (device.is_cpu() && dtype == at::kFloat)
    return std::make_unique<TiledLive<Fp32>>(network, convolutions, model);
  if (device.is_cpu() && dtype == at::kBFloat16)
    return std::make_unique<TiledLive<BFloat16>>(network, convolutions, model);
  if (device.is_cpu() && dtype == at::kChar)
    return std::make_unique<TiledLive<Int8>>(network, convolutions, model);
  return std::make_unique<CompiledLive>(network, convolutions, dtype);
}

}  // namespace shm
