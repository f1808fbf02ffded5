// SPDX-License-Identifier: MIT
// Which samples an epoch shows, and in which order.
#pragma once

#include <cstdint>
#include <vector>

namespace shm {

/// A sample by its folder and its place there.
struct SampleId {
  std::size_t folder = 0;
  std::size_t index = 0;

  friend bool operator==(const SampleId&, const SampleId&) = default;
};

/// The sizes and weights of the folders that an epoch draws from. A folder of n samples and weight
/// w gives round(n * w) of them to each epoch, every sample as often as any other, or once more.
struct WeightedSize {
  std::size_t size = 0;
  double weight = 1;
};

/// The samples of an epoch in their order, which depends on seed and epoch alone.
std::vector<SampleId> epoch_order(const std::vector<WeightedSize>& folders, std::uint64_t seed,
                                  std::uint64_t epoch);

}  // namespace shm
