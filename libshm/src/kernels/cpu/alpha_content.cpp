// SPDX-License-Identifier: MIT
// Whether there is an edge of alpha in some pixels.
#include "kernels/cpu/alpha_content.hpp"

#include "base/vector_unit.hpp"

namespace shm {
AlphaContent alpha_content(const float* alphas, int count) {
  return on_vector_unit([=]() SHM_IN_EACH {
    int not_room = 0, not_person = 0;
    for (int x = 0; x < count; ++x) {
      not_room |= EdgeTile::is_not_room(alphas[x]);
      not_person |= EdgeTile::is_not_person(alphas[x]);
    }
    return EdgeTile::content(not_room, not_person);
  });
}

}  // namespace shm
