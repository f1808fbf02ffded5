// SPDX-License-Identifier: MIT
#pragma once

#include <gst/gst.h>

#include <memory>

namespace shm::bench {

struct Unref {
  void operator()(gpointer object) const { gst_object_unref(object); }
};

/// Owns one reference to an element, a pad, a bus.
template <typename T>
using GstOwned = std::unique_ptr<T, Unref>;

}  // namespace shm::bench
