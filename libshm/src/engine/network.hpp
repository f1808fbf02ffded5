// SPDX-License-Identifier: MIT
// The two networks and what joins them, over a picture.
#pragma once

#include <memory>
#include <opencv2/core.hpp>

#include "base/aligned_memory.hpp"
#include "engine/compiled_graph.hpp"
#include "kernels/cpu/network_picture.hpp"
#include "model/architecture.hpp"
#include "model/safetensors.hpp"
#include "shm/model.hpp"

namespace shm {

/// What the network says of one picture of H x W. Valid until the next one's.
struct NetworkOutput {
  cv::Mat
      logits;  ///< CV_32FC3, of the trimap, in the model's class order: H x W, or a fraction of it
  cv::Mat alpha;  ///< CV_32FC1, H x W, fused, not clamped

  /// CV_32FC3, H x W: probabilities in the model's class order.
  cv::Mat trimap() const;
};

/// A network made ready for a precision. Not for use from several threads at once.
class Network {
 public:
  virtual ~Network() = default;

  /// `picture`: CV_8UC3, without gaps, in the model's channel order; sides multiples of the
  /// architecture's least. `scratch` is free again afterwards.
  virtual NetworkOutput run(const cv::Mat& picture, Scratch& scratch) = 0;

  /// Of both networks: as CompiledGraph::observe.
  virtual void observe(const LayerObserver& observer) = 0;
};

/// As the model's metadata say.
Normalization normalization_of(const ModelMetadata& model);

/// Of an architecture whose M-Net sees single pixels: sees the whole picture.
std::unique_ptr<Network> make_whole_network(const Architecture& architecture,
                                            const ModelMetadata& model, const Safetensors& weights,
                                            const Arithmetic& arithmetic);

/// Of one whose M-Net sees 2 x 2 pixels at a time: M-Net sees the tiles where the trimap is not
/// sure; elsewhere alpha is the foreground's share of what is not unknown.
std::unique_ptr<Network> make_tiled_network(const Architecture& architecture,
                                            const ModelMetadata& model, const Safetensors& weights,
                                            const Arithmetic& arithmetic);

/// The one for the model's architecture. Throws BadModel where the file does not hold its state.
std::unique_ptr<Network> make_network(const ModelMetadata& model, const Safetensors& weights,
                                      const Arithmetic& arithmetic);

}  // namespace shm
