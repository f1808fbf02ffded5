// SPDX-License-Identifier: MIT
// Stands in for NVIDIA's driver: one GPU that works, but for what SHM_STUB_CUDA names.
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

/// The number behind `name` in "cuInit=100 version=12040"; else the usual one.
int told(const std::string& name, int usual) {
  const char* all = std::getenv("SHM_STUB_CUDA");
  const std::string text = all == nullptr ? "" : std::string(" ") + all;
  const std::size_t at = text.find(" " + name + "=");
  return at == std::string::npos ? usual : std::atoi(text.c_str() + at + name.size() + 2);
}

int answer(const char* function, int* to, int value) {
  *to = value;
  return told(function, 0);
}

}  // namespace

// NOLINTBEGIN(readability-identifier-naming): these are the driver's names
extern "C" {
int cuInit(unsigned) {
  return told("cuInit", 0);
}
int cuDriverGetVersion(int* version) {
  return answer("cuDriverGetVersion", version, told("version", 13000));
}
int cuDeviceGetCount(int* count) {
  return answer("cuDeviceGetCount", count, told("count", 1));
}
int cuDeviceGet(int* device, int number) {
  return answer("cuDeviceGet", device, number);
}
int cuDeviceGetName(char* name, int size, int) {
  std::snprintf(name, std::size_t(size), "GPU of the stub");
  return told("cuDeviceGetName", 0);
}
int cuDeviceGetAttribute(int* value, int attribute, int) {
  const int capability = told("capability", 75);
  return answer("cuDeviceGetAttribute", value, attribute == 75 ? capability / 10 : capability % 10);
}
int cuDevicePrimaryCtxRetain(void** context, int) {
  *context = nullptr;
  return told("cuDevicePrimaryCtxRetain", 0);
}
#ifndef SHM_STUB_IS_OLD
int cuDevicePrimaryCtxRelease_v2(int) {
  return told("cuDevicePrimaryCtxRelease_v2", 0);
}
#endif
}
// NOLINTEND(readability-identifier-naming)
