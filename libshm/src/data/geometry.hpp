// SPDX-License-Identifier: MIT
// Cuts, scales, turns and flips samples.
#pragma once

#include "data/random.hpp"
#include "data/sample.hpp"

namespace shm {

/// Size x size pixels of the sample as the original program takes them, but never squeezed: half
/// the time scaled by 0.75..1.25, half the time (and where it fits) a patch, else the whole, whose
/// missing border is mirrored; half the time flipped left to right.
Sample original_patch(const Sample& sample, int size, Random& random);

/// The whole picture in size x size pixels, centred, its missing border mirrored.
Sample whole_patch(const Sample& sample, int size);

/// A part of a background picture, or the whole, that fills size x size pixels; mirrored or not.
cv::Mat background_patch(const cv::Mat& picture, int size, Random& random);

/// Turned about the centre by up to max_degrees either way, the border mirrored.
Sample rotated(const Sample& sample, double max_degrees, Random& random);

/// Alpha and colours of a cut-out as it might stand before a webcam of size x size pixels: a share
/// of the picture's height, mirrored or not, a little turned, cut by the lower border and perhaps
/// by the others.
Sample placed(const Sample& cut_out, int size, Random& random);

/// The same of somebody far off: 8 to 50 % as high as the picture, smaller sizes more often, whole
/// but for the borders at the sides.
Sample placed_far_off(const Sample& cut_out, int size, Random& random);

}  // namespace shm
