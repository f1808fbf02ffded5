// SPDX-License-Identifier: MIT
// Objects of C libraries in std::unique_ptr.
#pragma once

namespace shm {

/// A deleter that calls `release`: std::unique_ptr<heif_image, Release<heif_image_release>>.
template <auto release>
struct Release {
  template <typename Object>
  void operator()(Object* object) const {
    release(object);
  }
};

}  // namespace shm
