// SPDX-License-Identifier: MIT
// Puts samples out of focus.
#pragma once

#include "data/random.hpp"
#include "data/sample.hpp"

namespace shm {

/// Image and alpha as a lens shows them that is out of focus: every point a disc, of a radius of up
/// to a thirty-sixth of the sample's width. Not for samples with a trimap, which would no longer be
/// theirs.
void defocus(Sample& sample, Random& random);

}  // namespace shm
