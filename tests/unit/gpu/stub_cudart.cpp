// SPDX-License-Identifier: MIT
// Stands in for CUDA's run-time: a GPU whose memory is the machine's, and that fails when told to.
#include "stub_cudart.hpp"

#include <cuda_runtime_api.h>

#include <cstdlib>
#include <cstring>

namespace shm::stub_cudart {
namespace {

int calls_left = 0;
int things = 0;

cudaError_t result(cudaError_t failure = cudaErrorUnknown) {
  return calls_left-- == 0 ? failure : cudaSuccess;
}

cudaError_t make(void** thing, std::size_t bytes) {
  const cudaError_t error = result(cudaErrorMemoryAllocation);
  if (error != cudaSuccess) return error;
  *thing = std::malloc(bytes);
  ++things;
  return cudaSuccess;
}

cudaError_t free_thing(void* thing) {
  if (thing != nullptr) --things;
  std::free(thing);
  return cudaSuccess;
}

template <typename Handle>
cudaError_t make_handle(Handle* handle) {
  return make(reinterpret_cast<void**>(handle), 1);
}

cudaError_t copy(void* to, const void* from, std::size_t bytes) {
  std::memcpy(to, from, bytes);
  return result();
}

}  // namespace

void fail_after(int calls) {
  calls_left = calls;
}

int things_left() {
  return things;
}

}  // namespace shm::stub_cudart

using namespace shm::stub_cudart;

// NOLINTBEGIN(readability-identifier-naming): these are the run-time's names
extern "C" {
cudaError_t cudaMalloc(void** memory, std::size_t bytes) {
  return make(memory, bytes);
}
cudaError_t cudaMallocHost(void** memory, std::size_t bytes) {
  return make(memory, bytes);
}
cudaError_t cudaFree(void* memory) {
  return free_thing(memory);
}
cudaError_t cudaFreeHost(void* memory) {
  return free_thing(memory);
}
cudaError_t cudaMemset(void* memory, int value, std::size_t bytes) {
  std::memset(memory, value, bytes);
  return result();
}
cudaError_t cudaMemcpy(void* to, const void* from, std::size_t bytes, cudaMemcpyKind) {
  return copy(to, from, bytes);
}
cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, cudaMemcpyKind,
                            cudaStream_t) {
  return copy(to, from, bytes);
}
cudaError_t cudaSetDevice(int) {
  return result();
}
cudaError_t cudaStreamSynchronize(cudaStream_t) {
  return result();
}
cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned) {
  return make_handle(stream);
}
cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  return free_thing(stream);
}
cudaError_t cudaEventCreate(cudaEvent_t* event) {
  return make_handle(event);
}
cudaError_t cudaEventDestroy(cudaEvent_t event) {
  return free_thing(event);
}
cudaError_t cudaEventRecord(cudaEvent_t, cudaStream_t) {
  return result();
}
cudaError_t cudaEventSynchronize(cudaEvent_t) {
  return result();
}
cudaError_t cudaEventElapsedTime(float* time, cudaEvent_t, cudaEvent_t) {
  *time = 1;
  return result();
}
cudaError_t cudaDeviceSynchronize() {
  return result();
}
cudaError_t cudaGetLastError() {
  return result();
}
const char* cudaGetErrorString(cudaError_t) {
  return "the stub was told to fail";
}
}
// NOLINTEND(readability-identifier-naming)
