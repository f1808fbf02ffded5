#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include <ATen/ATen.h>

#include "infer/compiled_encoder.hpp"
#include "infer/compiled_network.hpp"
#include "infer/fold.hpp"
#include "infer/tiles.hpp"
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
constexpr std::size_t tiles_together = 4;

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
      x = (*step.fusion)(step.lateral->plus(skips.back(), enlarge(x, 2)));
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

/// From 2 x 2 pixels at a time to the detail of the same.
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
    return at::pixel_shuffle(x.to(at::kFloat), 2);
  }

 private:
  std::vector<ConvolutionPtr> layers_;
};

class CompiledLive : public CompiledNetwork {
 public:
  CompiledLive(const LiveNet& net, const ConvolutionMaker& make, at::ScalarType dtype)
      : t_net_(net->t_net, make),
        m_net_(net->m_net, make),
        classes_(net->classes()),
        dtype_(dtype) {}

  Output run(const at::Tensor& input) override {
    const auto coarse = t_net_(prepared(at::avg_pool2d(input, 2)));
    const at::Tensor logits = coarse.logits.to(at::kFloat);
    const at::Tensor trimap = at::softmax(enlarge(logits, 4), 1);
    const at::Tensor context = at::cat({at::softmax(logits, 1).to(dtype_), coarse.features}, 1);
    const at::Tensor seen =
        prepared(at::cat({at::pixel_unshuffle(input, 2).to(dtype_), enlarge(context, 2)}, 1));
    return {trimap, matte(trimap, seen)};
  }

 private:
  at::Tensor prepared(const at::Tensor& x) const {
    return x.to(x.options().dtype(dtype_), false, false, at::MemoryFormat::ChannelsLast);
  }

  /// M-Net where the trimap is not sure; elsewhere alpha is the foreground's probability. A GPU
  /// does all of the picture sooner than it is told which tiles.
  at::Tensor matte(const at::Tensor& trimap, const at::Tensor& seen) {
    if (!seen.is_cpu()) return fuse(trimap, m_net_(seen), classes_);
    const at::Tensor unknown = trimap.narrow(1, classes_.unknown, 1);
    const at::Tensor alpha = trimap.narrow(1, classes_.foreground, 1).clone();
    const TileGrid grid(trimap.size(2), trimap.size(3), LiveMNetImpl::reach);
    const auto tiles = grid.above(unknown, sure);
    const std::span all(tiles);
    for (std::size_t first = 0; first < tiles.size(); first += tiles_together)
      add_detail(grid, all.subspan(first, std::min(tiles_together, tiles.size() - first)), seen,
                 unknown, alpha);
    return alpha;
  }

  void add_detail(const TileGrid& grid, std::span<const Tile> tiles, const at::Tensor& seen,
                  const at::Tensor& unknown, const at::Tensor& alpha) {
    const at::Tensor& batch = gathered(grid, tiles, seen);
    const at::Tensor detail = m_net_(batch);
    for (std::size_t i = 0; i < tiles.size(); ++i) {
      const Tile& tile = tiles[i];
      const auto core = [&](const at::Tensor& picture, std::int64_t y, std::int64_t x) {
        return picture.narrow(1, y, TileGrid::side).narrow(2, x, TileGrid::side);
      };
      core(alpha[0], tile.y, tile.x)
          .addcmul_(core(unknown[0], tile.y, tile.x),
                    core(detail[std::int64_t(i)], tile.y - tile.window_y, tile.x - tile.window_x));
    }
  }

  /// Windows of `seen`, which has half the picture's size.
  const at::Tensor& gathered(const TileGrid& grid, std::span<const Tile> tiles,
                             const at::Tensor& seen) {
    const std::int64_t height = grid.window_height() / 2;
    const std::int64_t width = grid.window_width() / 2;
    const std::array<std::int64_t, 4> sizes = {std::int64_t(tiles_together), seen.size(1), height,
                                               width};
    if (batch_.sizes() != at::IntArrayRef(sizes))
      batch_ = at::zeros(sizes, seen.options().memory_format(at::MemoryFormat::ChannelsLast));
    for (std::size_t i = 0; i < tiles.size(); ++i)
      batch_[std::int64_t(i)].copy_(
          seen[0].narrow(1, tiles[i].window_y / 2, height).narrow(2, tiles[i].window_x / 2, width));
    return batch_;
  }

  CompiledLiveTNet t_net_;
  CompiledLiveMNet m_net_;
  ClassOrder classes_;
  at::ScalarType dtype_;
  at::Tensor batch_;
};

}  // namespace

std::unique_ptr<CompiledNetwork> compile_live(const Safetensors& weights,
                                              const ModelMetadata& model,
                                              const ConvolutionMaker& convolutions,
                                              at::ScalarType dtype) {
  LiveNet network(model.classes);
  load_state(*network, weights);
  return std::make_unique<CompiledLive>(network, convolutions, dtype);
}

}  // namespace shm
