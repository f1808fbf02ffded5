// SPDX-License-Identifier: MIT
// Memory of a GPU, and the order of what it does.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "kernels/cuda/cuda_error.hpp"

namespace shm::cuda {

/// As HostBuffer. Each call that copies waits for what the GPU was asked for before.
template <typename T>
class DeviceBuffer {
 public:
  explicit DeviceBuffer(std::size_t count = 0) : count_(count), items_(allocated(bytes())) {
    if (count == 0) return;
    check(cudaMemset(data(), 0, bytes()), "clearing memory of the GPU");
    check(cudaDeviceSynchronize(), "clearing memory of the GPU");  // streams do not wait for it
  }
  explicit DeviceBuffer(const std::vector<T>& items) : DeviceBuffer(items.size()) { fill(items); }

  T* data() { return items_.get(); }
  std::size_t bytes() const { return count_ * sizeof(T); }
  void fill(const std::vector<T>& items) {
    check(cudaMemcpy(data(), items.data(), bytes(), cudaMemcpyHostToDevice), "uploading");
  }
  std::vector<T> content() const {
    std::vector<T> items(count_);
    check(cudaMemcpy(items.data(), items_.get(), bytes(), cudaMemcpyDeviceToHost), "downloading");
    return items;
  }

 private:
  struct Free {
    void operator()(T* items) const { cudaFree(items); }
  };

  static T* allocated(std::size_t bytes) {
    void* items = nullptr;
    if (bytes > 0) check(cudaMalloc(&items, bytes), "allocating memory of the GPU");
    return static_cast<T*>(items);
  }

  std::size_t count_;
  std::unique_ptr<T, Free> items_;
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

class GpuEvent {
 public:
  GpuEvent() { check(cudaEventCreate(&event_), "making an event"); }
  GpuEvent(const GpuEvent&) = delete;
  GpuEvent& operator=(const GpuEvent&) = delete;
  ~GpuEvent() { cudaEventDestroy(event_); }

  void record() const { check(cudaEventRecord(event_), "recording an event"); }
  /// Milliseconds since another one, once the GPU has come to this one.
  float since(const GpuEvent& other) const {
    check(cudaEventSynchronize(event_), "running a frame");
    float time = 0;
    check(cudaEventElapsedTime(&time, other.event_, event_), "reading an event");
    return time;
  }

 private:
  cudaEvent_t event_{};
};

class GpuStream {
 public:
  GpuStream() {
    check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "making a stream");
  }
  GpuStream(const GpuStream&) = delete;
  GpuStream& operator=(const GpuStream&) = delete;
  ~GpuStream() { cudaStreamDestroy(stream_); }

  cudaStream_t get() const { return stream_; }

 private:
  cudaStream_t stream_{};
};

}  // namespace shm::cuda
