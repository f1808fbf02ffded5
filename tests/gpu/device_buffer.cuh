// SPDX-License-Identifier: MIT
// Memory of a GPU.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "kernels/cuda/on_gpu.cuh"

namespace shm::cuda {

/// As HostBuffer. Each call that copies waits for what the GPU was asked for before.
template <typename T>
class DeviceBuffer {
 public:
  explicit DeviceBuffer(std::size_t count = 0) : count_(count) {
    if (count == 0) return;
    check(cudaMalloc(&items_, bytes()), "allocating memory of the GPU");
    check(cudaMemset(items_, 0, bytes()), "clearing memory of the GPU");
  }
  explicit DeviceBuffer(const std::vector<T>& items) : DeviceBuffer(items.size()) { fill(items); }
  DeviceBuffer(DeviceBuffer&& other) noexcept
      : items_(std::exchange(other.items_, nullptr)), count_(std::exchange(other.count_, 0)) {}
  DeviceBuffer& operator=(DeviceBuffer&& other) noexcept {
    std::swap(items_, other.items_);
    std::swap(count_, other.count_);
    return *this;
  }
  ~DeviceBuffer() { cudaFree(items_); }

  T* data() { return items_; }
  void fill(const std::vector<T>& items) {
    check(cudaMemcpy(items_, items.data(), bytes(), cudaMemcpyHostToDevice), "uploading");
  }
  std::vector<T> content() const {
    std::vector<T> items(count_);
    check(cudaMemcpy(items.data(), items_, bytes(), cudaMemcpyDeviceToHost), "downloading");
    return items;
  }

 private:
  std::size_t bytes() const { return count_ * sizeof(T); }

  T* items_ = nullptr;
  std::size_t count_;
};

}  // namespace shm::cuda
