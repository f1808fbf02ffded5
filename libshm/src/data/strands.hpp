// SPDX-License-Identifier: MIT
// Loose hair for people cut out.
#pragma once

#include "data/random.hpp"
#include "data/sample.hpp"

namespace shm {

/// Adds locks of fine curved strands around the head of a person cut out (which is what stands
/// highest), in the colours that the head has there. Alpha is how much of a pixel they cover. Does
/// nothing where nobody is, or the head is too small to have strands of a pixel.
void add_strands(Sample& cut_out, Random& random);

}  // namespace shm
