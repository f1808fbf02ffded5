#include <algorithm>
#include <span>
#include <type_traits>
#include <vector>

#include <ATen/ATen.h>

#include "base/parallel.hpp"
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

/// Below this share of unknown M-Net is not asked. At the default levels of alpha held-out people
/// lose nothing to it.
constexpr float sure = 1.0F / 16;
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
    for (auto& step : decoder_) {
      const at::Tensor& detail = *++skip;
      x = (*step.fusion)(step.lateral->add_to(enlarge_to(x, detail), detail));
    }
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

  /// Weights of the network's channels as weights of those that it is shown: kernels/cpu/live.hpp.
  at::Tensor weights(const at::Tensor& given) const {
    const auto parts = given.split({seen_pixels, seen_probabilities, seen_features}, 1);
    const at::Tensor none = at::zeros_like(given.narrow(1, 0, seen_zeros));
    return at::cat(
        {parts[0] * pixels.step, parts[1] * probabilities.step, none, parts[2] * features.step}, 1);
  }
};

/// From 2 x 2 pixels at a time to the four details of them.
class CompiledLiveMNet {
 public:
  CompiledLiveMNet(const LiveMNet& net, const ConvolutionMaker& make, const Seen& seen) {
    Levels x;
    for (const auto& layer : net->layers) {
      ConvolutionSpec spec = fold_one(*layer);
      if (layers_.empty()) spec.weight = seen.weights(spec.weight);
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
        at::cat({at::softmax(coarse.logits, 1).to(dtype_),
                 at::zeros_like(coarse.features.narrow(1, 0, seen_zeros)), coarse.features},
                1);
    const at::Tensor seen = laid_out(
        at::cat({at::pixel_unshuffle(input, 2).to(dtype_), enlarge(context, 2)}, 1), dtype_);
    const at::Tensor detail = at::pixel_shuffle(m_net_(seen), 2);
    return {coarse.logits, fuse(trimap, detail, classes_)};
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
/// is the foreground's share of what is not unknown. What lies between convolutions is done by
/// kernels/cpu/live.hpp.
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
    const Told told = told_by(coarse, picture);
    const Planes planes{plane_of(picture), plane_of(picture)};
    find_asked(picture, told, planes);
    if (!asked_.empty()) add_details(picture, told, planes);
    return {coarse.logits, planes.alpha};
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

  static at::Tensor plane_of(const Picture& picture) {
    return at::empty({1, 1, picture.height, picture.width}, at::kFloat);
  }

  /// What T-Net says, and its softmax.
  struct Told {
    CompiledLiveTNet::Output coarse;
    at::Tensor probabilities;

    const float* logits() const { return coarse.logits.template const_data_ptr<float>(); }
    Coarse<Feature> cells() const {
      return {probabilities.const_data_ptr<float>(),
              static_cast<const Feature*>(coarse.features.const_data_ptr())};
    }
  };

  static Told told_by(const CompiledLiveTNet::Output& coarse, const Picture& picture) {
    const at::Tensor probabilities =
        at::empty({picture.height / 4, picture.width / 4, 3}, at::kFloat);
    const auto* logits = coarse.logits.template const_data_ptr<float>();
    auto* to = probabilities.template data_ptr<float>();
    parallel_rows(probabilities.size(0), [&](Rows rows) {
      const std::int64_t row = probabilities.stride(0);
      softmax(logits + rows.begin * row, to + rows.begin * row,
              (rows.end - rows.begin) * probabilities.size(1));
    });
    return {coarse, probabilities};
  }

  struct Planes {
    at::Tensor unknown, alpha;
  };

  /// Fills the planes as the trimap has it, and finds the tiles where M-Net is to be asked.
  void find_asked(const Picture& picture, const Told& told, const Planes& planes) {
    if (grid_.height() != picture.height || grid_.width() != picture.width)
      grid_ = TileGrid(picture.height, picture.width, LiveMNetImpl::reach);
    const auto& tiles = grid_.tiles();
    asks_.resize(tiles.size());
    in_turn(std::int64_t(tiles.size()), threads_in_use(), [&](std::int64_t i) {
      asks_[std::size_t(i)] = asks(picture, told, tiles[std::size_t(i)].part, planes) ? 1 : 0;
    });
    asked_.clear();
    for (std::size_t i = 0; i < tiles.size(); ++i)
      if (asks_[i] != 0) asked_.push_back(tiles[i]);
  }

  /// Fills a part of the planes; whether it holds what is unknown. Else alpha is the foreground's
  /// share of the rest, and `unknown` is left as it was.
  bool asks(const Picture& picture, const Told& told, const Window& part,
            const Planes& planes) const {
    auto* alpha = planes.alpha.template data_ptr<float>();
    if (!agree(told.cells().probabilities, classes_, picture, part, 1 - sure)) {
      auto* unknown = planes.unknown.template data_ptr<float>();
      spread(told.logits(), classes_, picture, part, unknown, alpha);
      if (any_above(unknown, picture.width, part, sure)) return true;
    }
    decide(told.logits(), classes_, picture, part, alpha);
    return false;
  }

  void add_details(const Picture& picture, const Told& told, const Planes& planes) {
    // Zeros where there is no tile, which calibration would measure, too.
    const at::Tensor seen = channels_last(tiles_together, seen_channels, grid_.window_height() / 2,
                                          grid_.window_width() / 2)
                                .zero_();
    const std::span all(asked_);
    for (std::size_t first = 0; first < asked_.size(); first += tiles_together) {
      const auto some =
          all.subspan(first, std::min<std::size_t>(tiles_together, asked_.size() - first));
      look_at(picture, told.cells(), some, seen);
      add(m_net_(seen), some, planes);
    }
  }

  /// The windows of some tiles, one after the other.
  void look_at(const Picture& picture, const Coarse<Feature>& coarse, std::span<const Tile> tiles,
               const at::Tensor& seen) const {
    const Gains gains{1 / seen_.pixels.step, 1 / seen_.probabilities.step,
                      t_net_.features().step / seen_.features.step};
    auto* to = static_cast<Pixel*>(seen.data_ptr());
    in_turn(std::int64_t(tiles.size()), threads_in_use(), [&](std::int64_t i) {
      look(picture, coarse, tiles[std::size_t(i)].window, gains, to + i * seen.stride(0));
    });
  }

  static void add(const at::Tensor& detail, std::span<const Tile> tiles, const Planes& planes) {
    in_turn(std::int64_t(tiles.size()), threads_in_use(), [&](std::int64_t i) {
      const auto& [part, window] = tiles[std::size_t(i)];
      add_detail(detail.const_data_ptr<float>() + i * detail.stride(0), window, part,
                 planes.alpha.size(3), planes.unknown.template const_data_ptr<float>(),
                 planes.alpha.template data_ptr<float>());
    });
  }

  Levels pixels_;
  CompiledLiveTNet t_net_;
  Seen seen_;
  CompiledLiveMNet m_net_;
  ClassOrder classes_;
  // Kept, so that a frame costs no allocation.
  TileGrid grid_;
  std::vector<std::uint8_t> asks_;  ///< of the grid's tiles
  std::vector<Tile> asked_;
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
