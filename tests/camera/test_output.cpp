// SPDX-License-Identifier: MIT
// Where frames are offered.
#include <gtest/gtest.h>

#include "shm-camera/output.hpp"
#include "shm/error.hpp"

using namespace shm::camera;

namespace {

const Changed nobody = [] {};

}  // namespace

TEST(CameraOutput, NoneIsNeverRead) {
  const auto output = open_output("none", "Camera", {}, nobody);
  EXPECT_FALSE(output->is_watched());
  EXPECT_EQ(output->text(), "No virtual camera");
}

TEST(CameraOutput, WhatIsNoOutputIsRefusedByName) {
  EXPECT_THROW(open_output("nonsense", "Camera", {}, nobody), shm::InvalidOption);
  try {
    open_output("/dev/video-of-nobody", "Camera", {}, nobody);
    FAIL();
  } catch (const shm::Error& error) {
    EXPECT_NE(std::string(error.what()).find("/dev/video-of-nobody"), std::string::npos);
  }
  EXPECT_THROW(open_output("/dev/null", "Camera", {}, nobody), shm::Error);
}

TEST(CameraOutput, WithoutPipeWireItSaysSoAndWaits) {
  ::setenv("PIPEWIRE_RUNTIME_DIR", "/nowhere", 1);
  const auto output = open_output("pipewire", "Camera", {}, nobody);
  ::unsetenv("PIPEWIRE_RUNTIME_DIR");
  EXPECT_FALSE(output->is_watched());
  EXPECT_NE(output->text().find("does not answer"), std::string::npos) << output->text();
}
