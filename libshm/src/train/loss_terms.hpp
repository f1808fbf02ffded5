// SPDX-License-Identifier: MIT
// The terms of the loss by their names; sums and means of losses.
#pragma once

#include <array>
#include <string>

#include "shm/trainer.hpp"

namespace shm {

template <typename Value>
struct LossTerm {
  const char* name;
  Value LossTermsOf<Value>::*field;
};

template <typename Value>
inline constexpr std::array all_loss_terms = {
    LossTerm<Value>{"total", &LossTermsOf<Value>::total},
    LossTerm<Value>{"trimap", &LossTermsOf<Value>::trimap},
    LossTerm<Value>{"alpha", &LossTermsOf<Value>::alpha},
    LossTerm<Value>{"composition", &LossTermsOf<Value>::composition},
    LossTerm<Value>{"laplacian", &LossTermsOf<Value>::laplacian},
    LossTerm<Value>{"gradient", &LossTermsOf<Value>::gradient},
};

/// As metrics.csv and TensorBoard have it.
inline std::string metric_name(const LossTerm<double>& term) {
  return term.field == &LossTerms::total ? "loss" : std::string("loss_") + term.name;
}

inline LossTerms& operator+=(LossTerms& sum, const LossTerms& loss) {
  for (const auto& term : all_loss_terms<double>)
    sum.*term.field += loss.*term.field;
  return sum;
}

inline LossTerms operator/(LossTerms sum, double count) {
  for (const auto& term : all_loss_terms<double>)
    sum.*term.field /= count;
  return sum;
}

}  // namespace shm
