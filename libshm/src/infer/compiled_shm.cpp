#include <vector>

#include <ATen/ATen.h>

#include "infer/compiled_encoder.hpp"
#include "infer/compiled_network.hpp"
#include "infer/fold.hpp"
#include "infer/sub_pixel.hpp"
#include "nn/shm_net.hpp"
#include "nn/state.hpp"

namespace shm {

namespace {

/// Gives the logits at the stem's size.
class CompiledTNet {
 public:
  CompiledTNet(const TNet& net, const ConvolutionMaker& make)
      : encoder_(net->feature, make, {}),
        last_(make(spec_of(*net->last_conv))),
        enlarges_(net->stem_stride() == 2) {
    for (const auto& step : net->decoder)
      decoder_.push_back({make(fold_one(*step.up)), make(fold_one(*step.fusion))});
  }

  at::Tensor operator()(const at::Tensor& input) {
    const auto skips = encoder_(input);
    auto skip = skips.rbegin();
    at::Tensor x = *skip;
    for (auto& step : decoder_)
      x = (*step.fusion)((*step.up)(enlarge(x, 2)).add_(*++skip));
    const at::Tensor logits = (*last_)(x).to(at::kFloat);
    return enlarges_ ? enlarge(logits, 2) : logits;
  }

 private:
  struct Step {
    ConvolutionPtr up;
    ConvolutionPtr fusion;
  };

  CompiledEncoder encoder_;
  std::vector<Step> decoder_;
  ConvolutionPtr last_;
  bool enlarges_;
};

/// The transposed convolutions give four small pictures each; the last of them is never put
/// together, since the convolution after it reads the four.
class CompiledMNet {
 public:
  CompiledMNet(const MNet& net, const ConvolutionMaker& make)
      : last_(make(on_sub_pixels(spec_of(*net->conv)))) {
    for (const auto& step : net->encoder)
      encoder_.push_back(make(fold_one(*step)));
    for (const auto& step : net->decoder)
      decoder_.push_back({make(fold_one(*step.conv)), make(sub_pixel(*step.up))});
  }

  at::Tensor operator()(at::Tensor x) {
    for (auto& step : encoder_)
      x = at::max_pool2d((*step)(x), 3, 2, 1);
    for (auto& step : decoder_) {
      if (&step != &decoder_.front()) x = at::pixel_shuffle(x, 2);
      x = (*step.up)((*step.conv)(x));
    }
    return at::pixel_shuffle((*last_)(x), 2);
  }

 private:
  struct Step {
    ConvolutionPtr conv;
    ConvolutionPtr up;
  };

  std::vector<ConvolutionPtr> encoder_;
  std::vector<Step> decoder_;
  ConvolutionPtr last_;
};

class CompiledShm : public CompiledNetwork {
 public:
  CompiledShm(const ShmNet& net, const ConvolutionMaker& make, at::ScalarType dtype)
      : t_net_(net->t_net, make),
        m_net_(net->m_net, make),
        classes_(net->classes()),
        dtype_(dtype) {}

  Output run(const at::Tensor& input) override {
    const at::Tensor logits = t_net_(laid_out(input, dtype_));
    const at::Tensor trimap = at::softmax(logits, 1);
    const at::Tensor detail = m_net_(laid_out(at::cat({input, trimap}, 1), dtype_));
    return {logits, fuse(trimap, detail.to(at::kFloat), classes_)};
  }

 private:
  CompiledTNet t_net_;
  CompiledMNet m_net_;
  ClassOrder classes_;
  at::ScalarType dtype_;
};

}  // namespace

std::unique_ptr<CompiledNetwork> compile_shm(const Safetensors& weights, const ModelMetadata& model,
                                             const ConvolutionMaker& convolutions,
                                             const at::TensorOptions& place) {
  ShmNet network(model.classes, model.stem_stride);
  load_state(*network, weights);
  return std::make_unique<CompiledShm>(network, convolutions,
                                       at::typeMetaToScalarType(place.dtype()));
}

}  // namespace shm
