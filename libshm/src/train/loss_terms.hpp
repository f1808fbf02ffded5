// SPDX-License-Identifier: MIT
// Sums and means of losses.
#pragma once

#include "shm/trainer.hpp"

namespace shm {

inline LossTerms& operator+=(LossTerms& sum, const LossTerms& loss) {
  sum.total += loss.total;
  sum.trimap += loss.trimap;
  sum.alpha += loss.alpha;
  sum.composition += loss.composition;
  sum.laplacian += loss.laplacian;
  sum.gradient += loss.gradient;
  return sum;
}

inline LossTerms operator/(const LossTerms& sum, double count) {
  return {sum.total / count,       sum.trimap / count,    sum.alpha / count,
          sum.composition / count, sum.laplacian / count, sum.gradient / count};
}

}  // namespace shm
