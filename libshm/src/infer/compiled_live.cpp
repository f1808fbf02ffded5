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

/// Below this share of unknown, the trimap is taken as sure: what M-Net says would count less than
/// a step of 8-bit alpha.
constexpr float sure = 1.0F / 256;
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

  CompiledLiveTNet(const LiveTNet& net, const ConvolutionMaker& make)
      : encoder_(net->feature, make),
        neck_(make(fold_one(*net->neck))),
        last_(make(spec_of(*net->last_conv))) {
    for (const auto& step : net->decoder)
      decoder_.push_back({make(fold_one(*step.lateral)), make(fold_one(*step.fusion))});
  }

  Output operator()(const at::Tensor& input) {
    auto skips = encoder_(input);
    at::Tensor x = (*neck_)(skips.back());
    for (auto& step : decoder_) {
      skips.pop_back();
      x = (*step.fusion)(step.lateral->add_to(enlarge(x, 2), skips.back()));
    }
    return {(*last_)(x), x};
  }

 private:
  struct Step {
    ConvolutionPtr lateral;
    ConvolutionPtr fusion;
  };

  CompiledEncoder encoder_;
  ConvolutionPtr neck_;
  std::vector<Step> decoder_;
  ConvolutionPtr last_;
};

/// From 2 x 2 pixels at a time to the four details of them.
class CompiledLiveMNet {
 public:
  CompiledLiveMNet(const LiveMNet& net, const ConvolutionMaker& make) {
    for (const auto& layer : net->layers)
      layers_.push_back(make(fold_one(*layer)));
    layers_.push_back(make(spec_of(*net->last_conv)));
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
      : t_net_(net->t_net, make),
        m_net_(net->m_net, make),
        classes_(net->classes()),
        dtype_(dtype) {}

  Output run(const at::Tensor& input) override {
    const auto coarse = t_net_(laid_out(at::avg_pool2d(input, 2), dtype_));
    const at::Tensor logits = coarse.logits.to(at::kFloat);
    const at::Tensor trimap = at::softmax(enlarge(logits, 4), 1);
    const at::Tensor context = at::cat({at::softmax(logits, 1).to(dtype_), coarse.features}, 1);
    const at::Tensor seen = laid_out(
        at::cat({at::pixel_unshuffle(input, 2).to(dtype_), enlarge(context, 2)}, 1), dtype_);
    const at::Tensor detail = at::pixel_shuffle(m_net_(seen).to(at::kFloat), 2);
    return {trimap, fuse(trimap, detail, classes_)};
  }

 private:
  CompiledLiveTNet t_net_;
  CompiledLiveMNet m_net_;
  ClassOrder classes_;
  at::ScalarType dtype_;
};

static_assert(Coarse<float>::features_a_pixel == LiveTNetImpl::feature_channels);

template <typename Element>
constexpr at::ScalarType dtype_of = std::is_same_v<Element, float> ? at::kFloat : at::kBFloat16;

/// On a CPU, in float or Bf16: M-Net sees the tiles where the trimap is not sure; elsewhere alpha
/// is the foreground's probability. What lies between convolutions is done by kernels/cpu/live.hpp.
template <typename Element>
class TiledLive : public CompiledNetwork {
 public:
  TiledLive(const LiveNet& net, const ConvolutionMaker& make)
      : t_net_(net->t_net, make), m_net_(net->m_net, make), classes_(net->classes()) {}

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
  static Element* elements(const at::Tensor& tensor) {
    return static_cast<Element*>(tensor.data_ptr());
  }

  static at::Tensor channels_last(std::int64_t n, std::int64_t channels, std::int64_t height,
                                  std::int64_t width) {
    return at::empty({n, channels, height, width}, dtype_of<Element>,
                     at::MemoryFormat::ChannelsLast);
  }

  static at::Tensor halved(const Picture& picture) {
    at::Tensor half = channels_last(1, 3, picture.height / 2, picture.width / 2);
    parallel_rows(picture.height / 2, [&](Rows rows) { halve(picture, elements(half), rows); });
    return half;
  }

  static at::Tensor spread_out(const Picture& picture, const at::Tensor& logits) {
    at::Tensor trimap = at::empty({1, 3, picture.height, picture.width}, at::kFloat);
    parallel_rows(picture.height, [&](Rows rows) {
      spread(elements(logits), picture.height, picture.width, trimap.data_ptr<float>(), rows);
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
    softmax(elements(coarse.logits), probabilities.data_ptr<float>(), probabilities.numel() / 3);
    const Coarse<Element> told{probabilities.const_data_ptr<float>(), elements(coarse.features)};
    const at::Tensor seen = channels_last(tiles_together, seen_channels, grid.window_height() / 2,
                                          grid.window_width() / 2);
    const std::span all(tiles_);
    for (std::size_t first = 0; first < tiles_.size(); first += tiles_together) {
      const auto some =
          all.subspan(first, std::min<std::size_t>(tiles_together, tiles_.size() - first));
      look_at(picture, told, grid, some, seen);
      add(m_net_(seen), grid, some, unknown, alpha);
    }
  }

  /// The windows of some tiles, one after the other.
  static void look_at(const Picture& picture, const Coarse<Element>& coarse, const TileGrid& grid,
                      std::span<const Tile> tiles, const at::Tensor& seen) {
    for_each_row(int(tiles.size()), [&](int i) {
      look(picture, coarse, window_of(grid, tiles[std::size_t(i)]), part_of(seen, i));
    });
  }

  static void add(const at::Tensor& detail, const TileGrid& grid, std::span<const Tile> tiles,
                  const at::Tensor& unknown, const at::Tensor& alpha) {
    for_each_row(int(tiles.size()), [&](int i) {
      const Tile& tile = tiles[std::size_t(i)];
      add_detail(part_of(detail, i), window_of(grid, tile),
                 {tile.y, tile.x, TileGrid::side, TileGrid::side}, alpha.size(3),
                 unknown.const_data_ptr<float>(), alpha.data_ptr<float>());
    });
  }

  /// The i-th picture of a batch.
  static Element* part_of(const at::Tensor& batch, std::int64_t i) {
    return elements(batch) + i * batch.stride(0);
  }

  static Window window_of(const TileGrid& grid, const Tile& tile) {
    return {tile.window_y, tile.window_x, grid.window_height(), grid.window_width()};
  }

  CompiledLiveTNet t_net_;
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
    return std::make_unique<TiledLive<float>>(network, convolutions);
  if (device.is_cpu() && dtype == at::kBFloat16)
    return std::make_unique<TiledLive<Bf16>>(network, convolutions);
  return std::make_unique<CompiledLive>(network, convolutions, dtype);
}

}  // namespace shm
