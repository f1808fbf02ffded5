// SPDX-License-Identifier: MIT
// Whether there is an edge of alpha in some pixels.
#include "kernels/cpu/alpha_content.hpp"

#include "base/vector_unit.hpp"

namespace shm {
namespace {

constexpr float sure = 0.02F;

}  // namespace

AlphaContent alpha_content(const float* alphas, int count) {
  return on_vector_unit([=]() SHM_IN_EACH {
    int person = 0, room = 0;
    for (int x = 0; x < count; ++x) {
      person |= int(alphas[x] > sure);
      room |= int(alphas[x] < 1 - sure);
    }
    return AlphaContent(person * int(AlphaContent::not_room) +
                        room * int(AlphaContent::not_person));
  });
}

}  // namespace shm
