// SPDX-License-Identifier: MIT
// What LibTorch says of a device, as this library's errors.
#pragma once

#include <string>

#include <c10/core/Device.h>
#include <c10/core/InferenceMode.h>
#include <c10/util/Exception.h>

#include "shm/error.hpp"

namespace shm {

/// LibTorch reports the cause over several lines, stack included; the first says it.
inline std::string first_line(const c10::Error& error) {
  const std::string text = error.what_without_backtrace();
  return text.substr(0, text.find('\n'));
}

/// What the device does not do is a DeviceError: it is lost, or has no memory left.
template <typename Work>
auto on(const c10::Device& device, const Work& work) {
  const c10::InferenceMode inference;
  try {
    return work();
  } catch (const c10::Error& error) {
    throw DeviceError(device.str() + ": " + first_line(error));
  }
}

}  // namespace shm
