// SPDX-License-Identifier: MIT
// How far an alpha is from the truth, in the field's units.
#pragma once

#include <array>

#include "shm/api.hpp"
#include "shm/image.hpp"

namespace shm {

/// How far an alpha is from the truth, in the units of the field's tables. a and t are alpha and
/// truth as 0..1; sums and means go over the pixels that count. Where none counts every error is 0
/// and IoU 1.
///
/// Grad and Conn: Rhemann et al., A Perceptually Motivated Online Benchmark for Image Matting,
/// CVPR 2009, in the form of the reference program of alphamatting.com. dtSSD: Erofeev et al.,
/// Perceptually Motivated Benchmark for Video Matting, BMVC 2015, in the form and units of Lin et
/// al., Robust High-Resolution Video Matting, WACV 2022; so are those of MAD and MSE.
struct Metrics {
  double sad = 0;  ///< sum |a - t| / 1000
  double mad = 0;  ///< mean |a - t| x 1000
  double mse = 0;  ///< mean (a - t)^2 x 1000

  /// Sum (|grad a| - |grad t|)^2 / 1000. Each alpha is stretched so that its least value is 0 and
  /// its greatest 1, then filtered with the derivatives of a Gaussian: sigma 1.4, half-width
  /// ceil(sigma sqrt(-2 ln(sqrt(2 pi) sigma 0.01))) = 4, L2 norm 1, border replicated.
  double grad = 0;

  /// Sum |phi(a) - phi(t)| / 1000 with phi(x) = 1 - d [d >= 0.15], d = x - l. A pixel's level l is
  /// the last of 0, 0.1 .. 1 up to which it belongs, at every level, to the largest 4-connected
  /// region where a and t both reach the level (of several the first in reading order).
  double conn = 0;

  double iou = 1;  ///< intersection / union of a >= 0.5 and t >= 0.5; 1 where both are empty

  /// sqrt(mean ((a - a') - (t - t'))^2) x 100, a' and t' of the frame before; 0 for a first frame.
  double dtssd = 0;
};

/// A metric by its name, for those who print, average or sort.
struct MetricField {
  const char* name;
  double Metrics::*value;
  bool greater_is_worse = true;
};
inline constexpr std::array<MetricField, 7> metric_fields = {{{"sad", &Metrics::sad},
                                                              {"mad", &Metrics::mad},
                                                              {"mse", &Metrics::mse},
                                                              {"grad", &Metrics::grad},
                                                              {"conn", &Metrics::conn},
                                                              {"iou", &Metrics::iou, false},
                                                              {"dtssd", &Metrics::dtssd}}};

/// An alpha and what it should be, of one size, 0..1.
struct AlphaAndTruth {
  PlaneView alpha;
  PlaneView truth;
};

/// All but dtSSD. `counted` (format gray, the alpha's size) is not 0 where pixels count; without
/// data all of them do. What lies around a pixel that counts still shapes its Grad and Conn.
/// Throws BadInput where sizes differ.
SHM_API Metrics measure(const AlphaAndTruth& picture, const ImageView& counted = {});

/// dtSSD of `frame`, `before` being the frame before it and `counted` as above, of `frame`.
SHM_API double dtssd(const AlphaAndTruth& frame, const AlphaAndTruth& before,
                     const ImageView& counted = {});

}  // namespace shm
