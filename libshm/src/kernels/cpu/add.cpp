// SPDX-License-Identifier: MIT
// Sums of two results of a network.
#include "kernels/cpu/add.hpp"

#include "kernels/cpu/lanes.hpp"

namespace shm {
template <typename T>
void add(const T* a, const T* b, T* sum, std::int64_t count) {
  on_vector_unit([=]() mutable SHM_IN_EACH {
    for (std::int64_t i = 0; i < count; ++i)
      store(to_float(a[i]) + to_float(b[i]), sum[i]);
  });
}

template void add(const float*, const float*, float*, std::int64_t);
template void add(const Bf16*, const Bf16*, Bf16*, std::int64_t);

}  // namespace shm
