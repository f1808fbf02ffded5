// SPDX-License-Identifier: MIT
// The check of what can be set of foreground colours.
#include "shm/foreground_options.hpp"

#include "base/check_options.hpp"

namespace shm {

void ForegroundOptions::check() const {
  check_options(*this);
}

}  // namespace shm
