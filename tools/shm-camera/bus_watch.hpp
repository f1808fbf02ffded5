// SPDX-License-Identifier: MIT
// What a bus tells, on the main loop.
#pragma once

#include <gst/gst.h>

#include <functional>
#include <utility>

namespace shm::camera {

/// Hears of all messages as long as it lives; its owner keeps the bus.
class BusWatch {
 public:
  using Handle = std::function<void(GstMessage*)>;

  BusWatch(GstBus* bus, Handle handle) : bus_(bus), handle_(std::move(handle)) {
    gst_bus_add_watch(bus_, on_message, this);
  }
  ~BusWatch() { gst_bus_remove_watch(bus_); }
  BusWatch(const BusWatch&) = delete;
  BusWatch& operator=(const BusWatch&) = delete;

 private:
  static gboolean on_message(GstBus* /*bus*/, GstMessage* message, gpointer self) {
    static_cast<BusWatch*>(self)->handle_(message);
    return G_SOURCE_CONTINUE;
  }

  GstBus* bus_;
  Handle handle_;
};

}  // namespace shm::camera
