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
    check(cudaDeviceSynchronize(), "clearing memory of the GPU");  // streams do not wait for it
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
  std::size_t bytes() const { return count_ * sizeof(T); }
  void fill(const std::vector<T>& items) {
    check(cudaMemcpy(items_, items.data(), bytes(), cudaMemcpyHostToDevice), "uploading");
  }
  std::vector<T> content() const {
    std::vector<T> items(count_);
    check(cudaMemcpy(items.data(), items_, bytes(), cudaMemcpyDeviceToHost), "downloading");
    return items;
  }

 private:
  T* items_ = nullptr;
  std::size_t count_;
};

/// Memory of the machine that a GPU copies to and from by itself.
class PinnedBytes {
 public:
  explicit PinnedBytes(std::size_t count) {
    check(cudaMallocHost(&bytes_, count), "allocating pinned memory");
  }
  PinnedBytes(const PinnedBytes&) = delete;
  PinnedBytes& operator=(const PinnedBytes&) = delete;
  ~PinnedBytes() { cudaFreeHost(bytes_); }

  void* data() { return bytes_; }

 private:
  void* bytes_ = nullptr;
};

class Event {
 public:
  Event() { check(cudaEventCreate(&event_), "making an event"); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() { cudaEventDestroy(event_); }

  void record() const { check(cudaEventRecord(event_), "recording an event"); }
  /// Milliseconds since another one, once the GPU has come to this one.
  float since(const Event& other) const {
    check(cudaEventSynchronize(event_), "running a frame");
    float time = 0;
    check(cudaEventElapsedTime(&time, other.event_, event_), "reading an event");
    return time;
  }

 private:
  cudaEvent_t event_{};
};

class Stream {
 public:
  Stream() { check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "making a stream"); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() { cudaStreamDestroy(stream_); }

  cudaStream_t get() const { return stream_; }

 private:
  cudaStream_t stream_{};
};

}  // namespace shm::cuda
