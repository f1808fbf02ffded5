// SPDX-License-Identifier: MIT
// Sums of two results of a network.
#include "kernels/cpu/add.hpp"

#include "kernels/cpu/lanes.hpp"

namespace shm {
namespace {

template <typename T>
SHM_INLINE void sum_of(const T* a, const T* b, T* sum, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i)
    store(to_float(a[i]) + to_float(b[i]), sum[i]);
}

}  // namespace

void add(const float* a, const float* b, float* sum, std::int64_t count) {
  on_vector_unit([=]() mutable SHM_IN_EACH { sum_of(a, b, sum, count); });
}
void add(const Bf16* a, const Bf16* b, Bf16* sum, std::int64_t count) {
  on_vector_unit([=]() mutable SHM_IN_EACH { sum_of(a, b, sum, count); });
}

}  // namespace shm
