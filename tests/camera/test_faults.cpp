// SPDX-License-Identifier: MIT
// What errors of a camera mean, and what people are told.
#include <gtest/gtest.h>

#include "shm-camera/faults.hpp"

using namespace shm::camera;

namespace {

/// As v4l2src has it: what it says, and the system's reason for developers.
Status fault(int code, const char* debug) {
  gchar text[] = "what it says";
  const GError error{GST_RESOURCE_ERROR, code, text};
  return fault_of(error, debug);
}

}  // namespace

TEST(CameraFaults, EachHasAStateOfItsOwn) {
  EXPECT_EQ(fault(GST_RESOURCE_ERROR_BUSY, "").state, State::busy);
  EXPECT_EQ(fault(GST_RESOURCE_ERROR_FAILED, "system error: Device or resource busy").state,
            State::busy);
  EXPECT_EQ(fault(GST_RESOURCE_ERROR_OPEN_READ_WRITE, "system error: Permission denied").state,
            State::no_permission);
  EXPECT_EQ(fault(GST_RESOURCE_ERROR_NOT_FOUND, "").state, State::no_camera);
  EXPECT_EQ(fault(GST_RESOURCE_ERROR_READ, "system error: No such device").state, State::no_camera);
  EXPECT_EQ(fault(GST_RESOURCE_ERROR_READ, "").state, State::failed);
}

TEST(CameraFaults, WhatIsWrongWithTheStreamIsNotTheDevices) {
  gchar text[] = "not negotiated";
  EXPECT_EQ(fault_of(GError{GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT, text}, "").state,
            State::failed);
}

TEST(CameraFaults, AbsentDeviceIsKnownBeforeItIsOpened) {
  EXPECT_EQ(obstacle_to("/dev/video-of-nobody")->state, State::no_camera);
  EXPECT_FALSE(obstacle_to("/dev/null"));
  EXPECT_FALSE(obstacle_to(""));
}

TEST(CameraFaults, TextsSayWhatHelps) {
  EXPECT_NE(text_of({State::no_permission, "/dev/video0"}).find("group video"), std::string::npos);
  EXPECT_NE(text_of({State::no_permission, "/dev/video0"}).find("/dev/video0"), std::string::npos);
  for (const State state : {State::no_camera, State::busy, State::no_permission, State::failed})
    EXPECT_TRUE(is_fault(state)) << name_of(state);
  for (const State state : {State::resting, State::opening, State::running})
    EXPECT_FALSE(is_fault(state)) << name_of(state);
}
