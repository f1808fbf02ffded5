#include "train/network.hpp"

#include <utility>

#include "nn/matting_net.hpp"

namespace shm {
namespace {

class Trainable : public TrainableNetwork {
 public:
  explicit Trainable(MattingNet net) : net_(std::move(net)) {}

  torch::nn::Module& module() override { return *net_; }
  Prediction predict(const torch::Tensor& input) override {
    const auto [logits, alpha] = net_->forward(input);
    return {logits, alpha};
  }
  torch::Tensor predict_trimap(const torch::Tensor& input) override { return net_->trimap(input); }
  std::string trimap_prefix() const override { return "t_net."; }
  std::string encoder_prefix() const override { return "t_net.feature."; }

 private:
  MattingNet net_;
};

}  // namespace

std::unique_ptr<TrainableNetwork> make_trainable(const ModelMetadata& metadata) {
  return std::make_unique<Trainable>(
      MattingNet(make_architecture(metadata.architecture, metadata.stem_stride), metadata.classes));
}

std::vector<NamedParameter> trained_parameters(TrainableNetwork& network, TrainPhase phase) {
  std::vector<NamedParameter> parameters;
  for (const auto& parameter : network.module().named_parameters())
    if (phase == TrainPhase::end_to_end || parameter.key().starts_with(network.trimap_prefix()))
      parameters.push_back({parameter.key(), parameter.value()});
  return parameters;
}

}  // namespace shm
