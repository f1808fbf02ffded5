// SPDX-License-Identifier: MIT
// Which samples an epoch shows, and in which order.

#include "data/epoch_order.hpp"

#include <cmath>
#include <numeric>

#include "data/random.hpp"

namespace shm {
namespace {

std::vector<std::size_t> shuffled_places(std::size_t size, Random& random) {
  std::vector<std::size_t> places(size);
  std::iota(places.begin(), places.end(), std::size_t(0));
  shuffle(places, random);
  return places;
}

}  // namespace

std::vector<SampleId> epoch_order(const std::vector<WeightedSize>& folders, std::uint64_t seed,
                                  std::uint64_t epoch) {
  Random random{seed, epoch};
  std::vector<SampleId> order;
  for (std::size_t folder = 0; folder < folders.size(); ++folder) {
    const auto [size, weight] = folders[folder];
    const auto wanted = std::size_t(std::llround(double(size) * weight));
    const std::vector<std::size_t> places = shuffled_places(size, random);
    for (std::size_t i = 0; i < wanted; ++i)
      order.push_back({folder, places[i % size]});
  }
  shuffle(order, random);
  return order;
}

}  // namespace shm
