#include "nn/shm_net.hpp"

namespace shm {

torch::Tensor fuse(const torch::Tensor& probabilities, const torch::Tensor& detail,
                   const ClassOrder& order) {
  const auto channel = [&](int index) { return probabilities.narrow(1, index, 1); };
  return torch::addcmul(channel(order.foreground), channel(order.unknown), detail);
}

ShmNetImpl::ShmNetImpl(const ClassOrder& classes, int stem_stride)
    : t_net(register_module("t_net", TNet(stem_stride))),
      m_net(register_module("m_net", MNet())),
      classes_(classes) {}

ShmNetImpl::Output ShmNetImpl::forward(const torch::Tensor& input) {
  const torch::Tensor logits = trimap(input);
  const torch::Tensor probabilities = torch::softmax(logits, 1);
  const torch::Tensor detail = m_net->forward(torch::cat({input, probabilities}, 1));
  return {logits, fuse(probabilities, detail, classes_)};
}

torch::Tensor ShmNetImpl::trimap(const torch::Tensor& input) {
  return t_net->forward(input);
}

}  // namespace shm
