// SPDX-License-Identifier: MIT
// Convolutions in another precision.

#include "train/autocast.hpp"

#include <ATen/autocast_mode.h>

#include "nn/precision.hpp"

namespace shm {

Autocast::Autocast(c10::DeviceType device, Precision precision)
    : device_(device), on_(precision != Precision::fp32) {
  if (!on_) return;
  at::autocast::set_autocast_dtype(device_, scalar_type(precision));
  at::autocast::set_autocast_enabled(device_, true);
  at::autocast::increment_nesting();
}

Autocast::~Autocast() {
  if (!on_) return;
  if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
  at::autocast::set_autocast_enabled(device_, false);
}

}  // namespace shm
