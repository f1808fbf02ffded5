// SPDX-License-Identifier: MIT
// Convolutions in another precision.
#pragma once

#include <torch/types.h>

#include "shm/precision.hpp"

namespace shm {

/// While it lives, convolutions compute in `precision`; fp32 changes nothing. Weights, sums and
/// losses stay fp32.
class Autocast {
 public:
  Autocast(c10::DeviceType device, Precision precision);
  ~Autocast();
  Autocast(const Autocast&) = delete;
  Autocast& operator=(const Autocast&) = delete;

 private:
  c10::DeviceType device_;
  bool on_;
};

}  // namespace shm
