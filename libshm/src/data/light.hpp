// SPDX-License-Identifier: MIT
// Varies light, colours and the camera's quality in samples.
#pragma once

#include "data/random.hpp"
#include "data/sample.hpp"

namespace shm {

/// Makes an 8-bit BGR picture look as another camera, another lamp, another evening would have it:
/// exposure, contrast, colour of the light, saturation; sometimes a dark room.
void vary_light(cv::Mat& image, Random& random);

/// Light of two colours, one at either side, as of LED strips and screens.
void tint(cv::Mat& image, Random& random);

/// What a cheap camera and its link do: blur by focus or motion, noise, JPEG.
void degrade(cv::Mat& image, Random& random);

}  // namespace shm
