// SPDX-License-Identifier: MIT
// What can be set of the estimation of a person's own colours, one row an option.
#pragma once

#include <tuple>

#include "shm/api.hpp"
#include "shm/option.hpp"

namespace shm {

/// Defaults as published.
struct ForegroundOptions {
  double regularization = 1e-5;  ///< smoothness where alpha says nothing of a colour
  double gradient_weight = 1;    ///< how much less smooth where alpha has an edge
  int small_size = 32;           ///< levels up to this side (pixels) count as small
  int small_iterations = 10;     ///< on each small level
  int big_iterations = 2;        ///< on each other level

  SHM_API void check() const;  ///< throws InvalidOption
};

constexpr OptionFacts foreground_facts(const char* name, double least, double most,
                                       const char* blurb) {
  return {
      .name = name, .blurb = blurb, .least = least, .most = most, .offered = Offered::by_library};
}

template <>
inline constexpr auto options<ForegroundOptions> = std::tuple{
    Option{&ForegroundOptions::regularization,
           foreground_facts("regularization", 1e-9, 1,
                            "Smoothness where alpha says nothing of a colour")},
    Option{&ForegroundOptions::gradient_weight,
           foreground_facts("gradient-weight", 0, 100,
                            "How much less smooth where alpha has an edge")},
    Option{&ForegroundOptions::small_size,
           foreground_facts("small-size", 1, 256, "Levels up to this side, pixels, are small")},
    Option{&ForegroundOptions::small_iterations,
           foreground_facts("small-iterations", 1, 1000, "On each small level")},
    Option{&ForegroundOptions::big_iterations,
           foreground_facts("big-iterations", 1, 1000, "On each other level")},
};

}  // namespace shm
