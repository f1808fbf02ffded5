// SPDX-License-Identifier: MIT
// C++ code that gets no memory when a test says so.
#include "failing_memory.hpp"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::uint32_t> chance = 0;  ///< one in so many fails; 0: none
std::atomic<std::uint32_t> random_state = 0;

bool is_unlucky() {
  const std::uint32_t one_in = chance;
  if (one_in == 0) return false;
  const std::uint32_t state = random_state.fetch_add(0x9e3779b9U);
  return ((state ^ (state >> 15U)) * 0x2c1b3c6dU >> 16U) % one_in == 0;
}

bool fails() {
  return shm::is_failing_allocation() || is_unlucky();
}

}  // namespace

namespace shm {

ScarceMemory::ScarceMemory(std::uint32_t seed, std::uint32_t one_in) {
  random_state = seed;
  chance = one_in;
}

ScarceMemory::~ScarceMemory() {
  chance = 0;
}

}  // namespace shm

// In place of the library's, for the whole process.
void* operator new(std::size_t bytes) {
  void* memory = fails() ? nullptr : std::malloc(bytes == 0 ? 1 : bytes);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

void operator delete(void* memory) noexcept {
  std::free(memory);
}

void operator delete(void* memory, std::size_t /*bytes*/) noexcept {
  std::free(memory);
}
