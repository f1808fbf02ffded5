// SPDX-License-Identifier: MIT
// The alpha that a picture comes with.
#pragma once

#include "shm/image.hpp"

namespace shm::tools {

struct Layers {
  Image colors;  ///< rgb; where alpha is 0, the mean of the others, for what is there is not to be
                 ///< seen
  Image alpha;   ///< gray; empty where all is opaque
};

/// Of an rgb or rgba picture.
Layers layers_of(const Image& picture);

/// Alpha of the person in what the picture shows: in times own.
void multiply(Image& alpha, const Image& own);

/// Nothing clear is person, and what is half clear may be.
void limit_trimap(Image& trimap, const Image& own);

}  // namespace shm::tools
