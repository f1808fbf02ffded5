#include "train/network.hpp"

#include <utility>

#include "nn/live_net.hpp"
#include "nn/shm_net.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

/// ShmNet or LiveNet.
template <typename Network>
class Trainable : public TrainableNetwork {
 public:
  explicit Trainable(Network net) : net_(std::move(net)) {}

  torch::nn::Module& module() override { return *net_; }
  Prediction predict(const torch::Tensor& input) override {
    auto [logits, alpha] = net_->forward(input);
    return {logits, alpha};
  }
  torch::Tensor predict_trimap(const torch::Tensor& input) override { return net_->trimap(input); }
  std::string trimap_prefix() const override { return "t_net."; }
  std::string encoder_prefix() const override { return "t_net.feature."; }

 private:
  Network net_;
};

}  // namespace

std::unique_ptr<TrainableNetwork> make_trainable(const ModelMetadata& metadata) {
  if (metadata.architecture == "shm")
    return std::make_unique<Trainable<ShmNet>>(ShmNet(metadata.classes, metadata.stem_stride));
  if (metadata.architecture == "shm-live")
    return std::make_unique<Trainable<LiveNet>>(LiveNet(metadata.classes));
  throw BadModel("architecture: " + metadata.architecture +
                 " cannot be trained; shm and shm-live can");
}

std::vector<NamedParameter> trained_parameters(TrainableNetwork& network, TrainPhase phase) {
  std::vector<NamedParameter> parameters;
  for (const auto& parameter : network.module().named_parameters())
    if (phase == TrainPhase::end_to_end || parameter.key().starts_with(network.trimap_prefix()))
      parameters.push_back({parameter.key(), parameter.value()});
  return parameters;
}

}  // namespace shm
