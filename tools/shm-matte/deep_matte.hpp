// SPDX-License-Identifier: MIT
// Results of 16 bits a channel.
#pragma once

#include "shm-matte/options.hpp"
#include "shm/deep_picture.hpp"
#include "shm/image.hpp"

namespace shm::tools {

/// Of a picture and the person's alpha in it, what the job writes: a cut-out or an alpha. Where the
/// picture's own alpha is 0 it has `colors` (rgb), for what is there is not to be seen.
DeepPicture deep_result(DeepPicture picture, const Image& colors, const Plane& alpha,
                        const MatteJob& job);

}  // namespace shm::tools
