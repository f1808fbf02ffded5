// SPDX-License-Identifier: MIT
// What an architecture is, once, as data: the engine makes primitives of it, training modules.
#pragma once

#include <string>

#include "model/network_graph.hpp"

namespace shm {

/// A network of Semantic Human Matting (Chen et al., 2018): T-Net finds the trimap, M-Net the
/// detail; alpha = foreground + unknown * detail (equation 4).
struct Architecture {
  std::string name;

  /// N x 3 x H/t x W/t -> the trimap's logits, N x 3, H/l x W/l, then, where M-Net sees them,
  /// T-Net's features of the same size.
  NetworkGraph t_net;
  /// What it sees: see `two_by_two`. Gives the detail of alpha.
  NetworkGraph m_net;

  int stem_stride = 1;       ///< of T-Net's first convolution
  int t_net_reduction = 1;   ///< t: T-Net sees the means of so many x so many pixels
  int logits_reduction = 1;  ///< l: pixels of the picture to one of logits, in each direction

  /// False: M-Net sees the picture and T-Net's probabilities, N x 6 x H x W, and gives N x 1 x H x
  /// W. True: it sees 2 x 2 pixels at a time (Shi et al., Real-Time Single Image and Video
  /// Super-Resolution, 2016), probabilities, features: N x (12 + 3 + features) x H/2 x W/2, and
  /// gives N x 4 x H/2 x W/2. So it can see a tile of the picture alone.
  bool two_by_two = false;
  int reach = 0;  ///< of `two_by_two`: M-Net's output depends on no pixel further away

  int least_multiple = 1;  ///< sides of the picture are multiples of it
  /// Pixels that the picture is continued by, mirrored, on the right and below: networks see less
  /// well at a border, and people end there.
  int margin = 0;
  bool can_be_int8 = false;  ///< every sum is part of a convolution

  int features() const { return two_by_two ? t_net.channels(t_net.outputs().back()) : 0; }
  /// T-Net's layers, then M-Net's.
  std::vector<ConvolutionLayer> layers() const;
  StateShapes state() const;
};

/// `stem_stride` 1 or 2: the wish of who may choose; the "shm-live" family has 2 whatever is given.
/// Throws BadModel for a name that is not known.
Architecture make_architecture(const std::string& name, int stem_stride);

/// What a file of each architecture gives.
Architecture make_shm(int stem_stride);
Architecture make_shm_live();
Architecture make_shm_live_context();

}  // namespace shm
