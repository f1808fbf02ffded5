// SPDX-License-Identifier: MIT
// Who hears what a pipeline tells.
#include <gtest/gtest.h>

#include "gst_ptr.hpp"
#include "shm-camera/bus_watch.hpp"

using namespace shm;

TEST(CameraBusWatch, NobodyIsToldWhoIsGone) {
  gst_init(nullptr, nullptr);
  const BusPtr bus(gst_bus_new());
  int heard = 0;
  const auto tell = [&] {
    gst_bus_post(bus.get(), gst_message_new_eos(nullptr));
    while (g_main_context_iteration(nullptr, FALSE) == TRUE) {
    }
  };
  try {
    const camera::BusWatch watch(bus.get(), [&](GstMessage* /*message*/) { ++heard; });
    tell();
    throw std::runtime_error("the camera does not open");
  } catch (const std::runtime_error&) {
    tell();
  }
  EXPECT_EQ(heard, 1);
}
