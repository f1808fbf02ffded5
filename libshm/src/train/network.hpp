#pragma once

#include <memory>
#include <string>

#include <torch/nn.h>

#include "shm/model.hpp"
#include "shm/trainer.hpp"

namespace shm {

/// What a network says of a batch; alpha is undefined where only the trimap was asked for.
struct Prediction {
  torch::Tensor logits;  ///< N x 3 x H x W, classes in the model's order
  torch::Tensor alpha;   ///< N x 1 x H x W, not clamped
};

/// A network as its training sees it, whatever its architecture.
class TrainableNetwork {
 public:
  virtual ~TrainableNetwork() = default;

  virtual torch::nn::Module& module() = 0;
  /// input N x 3 x H x W, normalised
  virtual Prediction predict(const torch::Tensor& input) = 0;
  virtual torch::Tensor predict_trimap(const torch::Tensor& input) = 0;
  /// What the names of parameters begin with that find the trimap, and among them those that come
  /// from a pretrained encoder.
  virtual std::string trimap_prefix() const = 0;
  virtual std::string encoder_prefix() const = 0;
};

/// The network of metadata.architecture with random weights. Throws BadModel.
std::unique_ptr<TrainableNetwork> make_trainable(const ModelMetadata& metadata);

/// A parameter and its name, as an optimiser has to know them.
struct NamedParameter {
  std::string name;
  torch::Tensor value;
};

/// What a phase trains: of pre_train_t_net the trimap's parameters alone. Those that nothing uses
/// are among them: they get no gradient.
std::vector<NamedParameter> trained_parameters(TrainableNetwork& network, TrainPhase phase);

}  // namespace shm
