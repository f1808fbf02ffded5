// SPDX-License-Identifier: MIT
// Bytes of GLib as text.
#pragma once

#include <string>

#include "gst_ptr.hpp"

namespace shm::camera {

inline std::string text_of(const BytesPtr& bytes) {
  gsize size = 0;
  const auto* data = static_cast<const char*>(g_bytes_get_data(bytes.get(), &size));
  return size == 0 ? std::string() : std::string(data, size);
}

}  // namespace shm::camera
