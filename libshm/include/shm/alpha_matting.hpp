// SPDX-License-Identifier: MIT
// Alpha of a picture from its trimap, without a network: KNN and closed-form matting.
#pragma once

#include <cstddef>
#include <string>

#include "shm/api.hpp"
#include "shm/image.hpp"

namespace shm {

/// How alpha is found from a picture and its trimap.
enum class MattingMethod {
  knn,         ///< KNN matting as the original Semantic Human Matting prepares its data: 10 nearest
               ///< neighbours in colour and position, affinity 1 - distance / 5
  knn2,        ///< KNN matting at two scales (Chen et al., KNN Matting, CVPR 2012, in PyMatting's
               ///< form): 20 neighbours with the position weighted 2 and 10 with it weighted 0.1
  closed_form  ///< Levin et al., A Closed-Form Solution to Natural Image Matting, 2008
};

/// shm/matting_options.hpp has the ranges.
struct AlphaOptions {
  MattingMethod method = MattingMethod::knn;
  double known_weight = 100;  ///< lambda of knn and knn2: how firmly known pixels hold
  double epsilon = 1e-7;      ///< of closed_form: regularises a window's colours
  int threads = 0;            ///< 0: one a core

  SHM_API void check() const;  ///< throws InvalidOption
};

/// What became of one picture.
struct MattingReport {
  std::size_t unknown = 0;  ///< pixels that the trimap left open
  int iterations = 0;       ///< of the solver; 0: alpha was plain without one
  std::string note;         ///< why there was nothing to solve; empty where there was
};

/// Alpha of `image` (any format, at least 1x1) by `trimap` (format gray, the same size; see
/// is_unknown in shm/trimap.hpp), written to `alpha` (format gray, the same size).
/// A trimap without unknown is answered as it stands, one without foreground with 0 everywhere and
/// one without background with 255: these are the equations' own answers. Such a case is noted.
/// In knn and knn2 known pixels hold softly, as the published equations have it: one whose
/// look-alikes are of another kind may come out up to 9 / (9 + known_weight) away from its trimap.
/// Throws InvalidOption, BadInput.
SHM_API MattingReport estimate_alpha(const ImageView& image, const ImageView& trimap,
                                     const AlphaOptions& options, const MutableImageView& alpha);

/// The same as floats 0..1.
SHM_API MattingReport estimate_alpha(const ImageView& image, const ImageView& trimap,
                                     const AlphaOptions& options, const MutablePlaneView& alpha);

/// Bytes that estimate_alpha takes at most for a picture of this size of which `unknown` pixels are
/// unknown, apart from picture, trimap and result.
SHM_API std::size_t matting_memory(MattingMethod method, int width, int height,
                                   std::size_t unknown);

}  // namespace shm
