// SPDX-License-Identifier: MIT
// Random numbers that are the same on every machine.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <utility>

namespace shm {

/// A small generator whose numbers are the same on every machine, unlike those of the standard
/// distributions. SplitMix64: Steele et al., Fast Splittable Pseudorandom Number Generators, 2014.
class Random {
 public:
  /// One generator for each combination of keys, such as {seed, epoch, index}: what a sample looks
  /// like does not depend on which thread makes it, or when.
  Random(std::initializer_list<std::uint64_t> keys) {
    for (const std::uint64_t key : keys)
      state_ = mixed(state_ + increment + key);
  }

  using result_type = std::uint64_t;
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }
  result_type operator()() { return mixed(state_ += increment); }

  /// In low <= x < high.
  double uniform(double low, double high) {
    return low + (high - low) * double((*this)() >> 11) * 0x1p-53;
  }
  /// In low <= i <= high.
  int integer(int low, int high) { return low + int(below(std::uint64_t(high - low) + 1)); }
  /// In 0 <= i < count.
  std::uint64_t below(std::uint64_t count) { return (*this)() % count; }
  bool chance(double probability) { return uniform(0, 1) < probability; }

 private:
  static constexpr std::uint64_t increment = 0x9e3779b97f4a7c15;

  static constexpr std::uint64_t mixed(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  std::uint64_t state_ = 0;
};

/// Fisher-Yates, in an order that depends on `random` alone.
template <typename Items>
void shuffle(Items& items, Random& random) {
  for (std::size_t left = items.size(); left > 1; --left)
    std::swap(items[left - 1], items[std::size_t(random.below(left))]);
}

}  // namespace shm
