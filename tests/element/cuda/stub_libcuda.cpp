// SPDX-License-Identifier: MIT
// Stands in for NVIDIA's driver as gst-cuda opens it: a GPU whose memory is the machine's, and that
// fails when told to.
#include "stub_libcuda.hpp"

#include <cuda.h>
#include <cudaGL.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <set>
#include <vector>

namespace shm::stub_libcuda {
namespace {

// NOLINTBEGIN(performance-no-int-to-ptr): as numbers the driver gives its addresses

struct Plan {
  int after = 0, times = 0;
};

std::mutex mutex;
std::map<std::string, Plan> plans;
std::map<std::string, int> made;
std::set<void*> things;
thread_local std::vector<CUcontext> current;

CUresult result(const char* call) {
  const std::lock_guard lock(mutex);
  const int index = made[call]++;
  const Plan plan = plans[call];
  const bool fails = index >= plan.after && index < plan.after + plan.times;
  return fails ? CUDA_ERROR_UNKNOWN : CUDA_SUCCESS;
}

/// What needs a context and has none fails, as on a GPU.
CUresult result_in_context(const char* call) {
  return current.empty() ? CUDA_ERROR_INVALID_CONTEXT : result(call);
}

/// Others' pictures are in the memory that a GPU gives.
void* add_thing(std::size_t bytes) {
  void* thing = std::malloc(bytes);
  std::memset(thing, 0xCC, bytes);
  const std::lock_guard lock(mutex);
  things.insert(thing);
  return thing;
}

void remove_thing(void* thing) {
  const std::lock_guard lock(mutex);
  if (things.erase(thing) == 1) std::free(thing);
}

template <typename Handle>
CUresult make(CUresult result, Handle* handle, std::size_t bytes) {
  if (result == CUDA_SUCCESS) *handle = reinterpret_cast<Handle>(add_thing(bytes));
  return result;
}

template <typename Handle>
CUresult remove(CUresult result, Handle handle) {
  remove_thing(reinterpret_cast<void*>(handle));  // a stub that fails keeps nothing
  return result;
}

char* address(CUmemorytype type, const void* host, CUdeviceptr device) {
  return type == CU_MEMORYTYPE_HOST ? static_cast<char*>(const_cast<void*>(host))
                                    : reinterpret_cast<char*>(device);
}

CUresult copy(const CUDA_MEMCPY2D& what, CUresult result) {
  if (result != CUDA_SUCCESS) return result;
  const char* from = address(what.srcMemoryType, what.srcHost, what.srcDevice) +
                     what.srcY * what.srcPitch + what.srcXInBytes;
  char* to = address(what.dstMemoryType, what.dstHost, what.dstDevice) + what.dstY * what.dstPitch +
             what.dstXInBytes;
  for (std::size_t y = 0; y < what.Height; ++y)
    std::memcpy(to + y * what.dstPitch, from + y * what.srcPitch, what.WidthInBytes);
  return CUDA_SUCCESS;
}

// NOLINTEND(performance-no-int-to-ptr)

}  // namespace

void fail(const std::string& call, int after, int times) {
  const std::lock_guard lock(mutex);
  plans[call] = {made[call] + after, times};
}

void restart() {
  const std::lock_guard lock(mutex);
  plans.clear();
  made.clear();
}

std::map<std::string, int> calls() {
  const std::lock_guard lock(mutex);
  return made;
}

int things_left() {
  const std::lock_guard lock(mutex);
  return int(things.size());
}

}  // namespace shm::stub_libcuda

using namespace shm::stub_libcuda;

// NOLINTBEGIN(readability-identifier-naming): these are the driver's names
extern "C" {
CUresult cuInit(unsigned) {
  return result("cuInit");
}
CUresult cuGetErrorName(CUresult, const char** text) {
  *text = "error of the stub";
  return CUDA_SUCCESS;
}
CUresult cuGetErrorString(CUresult, const char** text) {
  *text = "it was told to fail";
  return CUDA_SUCCESS;
}
CUresult cuDriverGetVersion(int* version) {
  *version = 13000;
  return result("cuDriverGetVersion");
}
CUresult cuDeviceGet(CUdevice* device, int number) {
  *device = number;
  return result("cuDeviceGet");
}
CUresult cuDeviceGetCount(int* count) {
  *count = 1;
  return result("cuDeviceGetCount");
}
CUresult cuDeviceGetName(char* name, int size, CUdevice) {
  std::snprintf(name, std::size_t(size), "GPU of the stub");
  return result("cuDeviceGetName");
}
CUresult cuDeviceGetAttribute(int* value, CUdevice_attribute attribute, CUdevice) {
  switch (attribute) {
    case CU_DEVICE_ATTRIBUTE_TEXTURE_ALIGNMENT: *value = 512; break;
    case CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR: *value = 7; break;
    case CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR: *value = 5; break;
    default: *value = 1;
  }
  return result("cuDeviceGetAttribute");
}
CUresult cuDeviceCanAccessPeer(int* can, CUdevice, CUdevice) {
  *can = 1;
  return result("cuDeviceCanAccessPeer");
}

#undef cuCtxCreate
CUresult cuCtxCreate_v2(CUcontext* context, unsigned, CUdevice) {
  const CUresult made = make(result("cuCtxCreate"), context, 1);
  if (made == CUDA_SUCCESS) current.push_back(*context);
  return made;
}
CUresult cuCtxDestroy(CUcontext context) {
  std::erase(current, context);
  return remove(result("cuCtxDestroy"), context);
}
CUresult cuCtxPushCurrent(CUcontext context) {
  const CUresult pushed = result("cuCtxPushCurrent");
  if (pushed == CUDA_SUCCESS) current.push_back(context);
  return pushed;
}
CUresult cuCtxPopCurrent(CUcontext* context) {
  if (current.empty()) return CUDA_ERROR_INVALID_CONTEXT;
  if (context != nullptr) *context = current.back();
  current.pop_back();
  return result("cuCtxPopCurrent");
}
CUresult cuCtxEnablePeerAccess(CUcontext, unsigned) {
  return result("cuCtxEnablePeerAccess");
}
CUresult cuCtxDisablePeerAccess(CUcontext) {
  return result("cuCtxDisablePeerAccess");
}

CUresult cuMemAlloc(CUdeviceptr* memory, std::size_t bytes) {
  return make(result_in_context("cuMemAlloc"), memory, bytes);
}
CUresult cuMemAllocPitch(CUdeviceptr* memory, std::size_t* pitch, std::size_t width,
                         std::size_t height, unsigned) {
  *pitch = (width + 511) / 512 * 512;
  return make(result_in_context("cuMemAllocPitch"), memory, *pitch * height);
}
CUresult cuMemAllocHost(void** memory, std::size_t bytes) {
  return make(result_in_context("cuMemAllocHost"), memory, bytes);
}
CUresult cuMemFree(CUdeviceptr memory) {
  return remove(result_in_context("cuMemFree"), memory);
}
CUresult cuMemFreeHost(void* memory) {
  return remove(result_in_context("cuMemFreeHost"), memory);
}
CUresult cuMemcpy2D(const CUDA_MEMCPY2D* what) {
  return copy(*what, result_in_context("cuMemcpy2D"));
}
CUresult cuMemcpy2DAsync(const CUDA_MEMCPY2D* what, CUstream) {
  return copy(*what, result_in_context("cuMemcpy2DAsync"));
}
CUresult cuStreamCreate(CUstream* stream, unsigned) {
  return make(result_in_context("cuStreamCreate"), stream, 1);
}
#undef cuStreamDestroy  // under whose old name gst-cuda looks for it
CUresult cuStreamDestroy(CUstream stream) {
  return remove(result_in_context("cuStreamDestroy"), stream);
}
CUresult cuStreamSynchronize(CUstream) {
  return result_in_context("cuStreamSynchronize");
}

// Looked up by gst-cuda, and not for the element.
CUresult cuGraphicsMapResources(unsigned, CUgraphicsResource*, CUstream) {
  return CUDA_ERROR_NOT_SUPPORTED;
}
CUresult cuGraphicsUnmapResources(unsigned, CUgraphicsResource*, CUstream) {
  return CUDA_ERROR_NOT_SUPPORTED;
}
CUresult cuGraphicsUnregisterResource(CUgraphicsResource) {
  return CUDA_ERROR_NOT_SUPPORTED;
}
CUresult cuGraphicsSubResourceGetMappedArray(CUarray*, CUgraphicsResource, unsigned, unsigned) {
  return CUDA_ERROR_NOT_SUPPORTED;
}
CUresult cuGraphicsResourceGetMappedPointer(CUdeviceptr*, std::size_t*, CUgraphicsResource) {
  return CUDA_ERROR_NOT_SUPPORTED;
}
CUresult cuGraphicsResourceSetMapFlags(CUgraphicsResource, unsigned) {
  return CUDA_ERROR_NOT_SUPPORTED;
}
CUresult cuGraphicsGLRegisterImage(CUgraphicsResource*, GLuint, GLenum, unsigned) {
  return CUDA_ERROR_NOT_SUPPORTED;
}
CUresult cuGraphicsGLRegisterBuffer(CUgraphicsResource*, GLuint, unsigned) {
  return CUDA_ERROR_NOT_SUPPORTED;
}
CUresult cuGLGetDevices(unsigned*, CUdevice*, unsigned, CUGLDeviceList) {
  return CUDA_ERROR_NOT_SUPPORTED;
}
CUresult cuModuleLoadData(CUmodule*, const void*) {
  return CUDA_ERROR_NOT_SUPPORTED;
}
CUresult cuModuleUnload(CUmodule) {
  return CUDA_ERROR_NOT_SUPPORTED;
}
CUresult cuModuleGetFunction(CUfunction*, CUmodule, const char*) {
  return CUDA_ERROR_NOT_SUPPORTED;
}
CUresult cuTexObjectCreate(CUtexObject*, const CUDA_RESOURCE_DESC*, const CUDA_TEXTURE_DESC*,
                           const CUDA_RESOURCE_VIEW_DESC*) {
  return CUDA_ERROR_NOT_SUPPORTED;
}
CUresult cuTexObjectDestroy(CUtexObject) {
  return CUDA_ERROR_NOT_SUPPORTED;
}
CUresult cuLaunchKernel(CUfunction, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned,
                        unsigned, CUstream, void**, void**) {
  return CUDA_ERROR_NOT_SUPPORTED;
}
}
// NOLINTEND(readability-identifier-naming)
