// SPDX-License-Identifier: MIT
// NVIDIA's driver, which a machine need not have.
#include "base/cuda_driver.hpp"

#include <dlfcn.h>

#include <array>
#include <cstdlib>
#include <string>

#include "shm/error.hpp"

namespace shm {
namespace {

/// Of CUDA 13, which kernels and LibTorch are built with. It knows no GPU older than Turing.
constexpr int least_version = 13000;
constexpr int least_capability = 75;
const std::string update = "update it to 580 or later";

// As cuda.h has them, which nothing here needs.
constexpr int success = 0, out_of_memory = 2, no_device = 100, driver_mismatch = 803;
constexpr int capability_major = 75, capability_minor = 76;

[[noreturn]] void fail(const std::string& why) {
  throw DeviceError(why + ", or use device=cpu");
}

/// What is called of the driver, by the names that it has there.
class Driver {
 public:
  explicit Driver(const char* file) : library_(dlopen(file, RTLD_NOW | RTLD_LOCAL)) {
    if (library_ == nullptr)
      fail("there is no NVIDIA driver (" + std::string(dlerror()) +
           "): install it, until nvidia-smi lists the GPU");
    find(init, "cuInit");
    find(version, "cuDriverGetVersion");
    find(device_count, "cuDeviceGetCount");
    find(device, "cuDeviceGet");
    find(device_name, "cuDeviceGetName");
    find(device_attribute, "cuDeviceGetAttribute");
    find(retain_context, "cuDevicePrimaryCtxRetain");
    find(release_context, "cuDevicePrimaryCtxRelease_v2");
  }

  int (*init)(unsigned flags) = nullptr;
  int (*version)(int* version) = nullptr;
  int (*device_count)(int* count) = nullptr;
  int (*device)(int* device, int number) = nullptr;
  int (*device_name)(char* name, int size, int device) = nullptr;
  int (*device_attribute)(int* value, int attribute, int device) = nullptr;
  int (*retain_context)(void** context, int device) = nullptr;
  int (*release_context)(int device) = nullptr;

 private:
  template <typename Function>
  void find(Function& function, const char* name) {
    function = reinterpret_cast<Function>(dlsym(library_, name));
    if (function == nullptr)
      fail("the NVIDIA driver is too old (it has no " + std::string(name) + "): " + update);
  }

  void* library_;
};

void check(int error, const std::string& what) {
  if (error == success) return;
  if (error == no_device) fail("the NVIDIA driver finds no GPU: see whether nvidia-smi lists one");
  if (error == driver_mismatch)
    fail("the NVIDIA driver was updated since the machine started: restart it");
  fail("the NVIDIA driver failed (" + what + ": error " + std::to_string(error) +
       "): see whether nvidia-smi works");
}

void check_version(const Driver& driver) {
  int version = 0;
  check(driver.version(&version), "cuDriverGetVersion");
  if (version >= least_version) return;
  fail("the NVIDIA driver is too old (for CUDA " + std::to_string(version / 1000) + "." +
       std::to_string(version % 1000 / 10) + "): " + update);
}

void check_number(const Driver& driver, int gpu) {
  int count = 0;
  check(driver.device_count(&count), "cuDeviceGetCount");
  if (count == 0) check(no_device, "");
  if (gpu < count) return;
  fail("there is no such GPU: use cuda:0" +
       (count > 1 ? " to cuda:" + std::to_string(count - 1) : std::string()));
}

std::string name_of(const Driver& driver, int device) {
  std::array<char, 256> name{};
  check(driver.device_name(name.data(), int(name.size()) - 1, device), "cuDeviceGetName");
  return name.data();
}

void check_capability(const Driver& driver, int device) {
  int major = 0, minor = 0;
  check(driver.device_attribute(&major, capability_major, device), "cuDeviceGetAttribute");
  check(driver.device_attribute(&minor, capability_minor, device), "cuDeviceGetAttribute");
  if (10 * major + minor >= least_capability) return;
  fail(name_of(driver, device) + " is too old (compute capability " + std::to_string(major) + "." +
       std::to_string(minor) + "): take one from Turing on (7.5)");
}

void check_memory(const Driver& driver, int device) {
  void* context = nullptr;
  const int error = driver.retain_context(&context, device);
  if (error == out_of_memory)
    fail(name_of(driver, device) +
         " has no memory left: end what else uses it, as nvidia-smi lists it");
  check(error, "cuDevicePrimaryCtxRetain");
  check(driver.release_context(device), "cuDevicePrimaryCtxRelease");
}

}  // namespace

const char* named_cuda_driver() {
  return secure_getenv("SHM_CUDA_DRIVER");
}

void check_gpu(int gpu) {
  const char* const named = named_cuda_driver();
  const Driver driver(named == nullptr ? "libcuda.so.1" : named);
  check_version(driver);
  check(driver.init(0), "cuInit");
  check_number(driver, gpu);
  int device = 0;
  check(driver.device(&device, gpu), "cuDeviceGet");
  check_capability(driver, device);
  check_memory(driver, device);
}

}  // namespace shm
