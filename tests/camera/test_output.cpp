// SPDX-License-Identifier: MIT
// Where frames are offered.
#include <gtest/gtest.h>
#include <linux/videodev2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "shm-camera/loopback_output.hpp"
#include "shm-camera/output.hpp"
#include "shm/error.hpp"
#include "temporary_folder.hpp"

using namespace shm::camera;

namespace {

const Changed nobody = [] {};

/// Files and /dev/full are devices of v4l2loopback here.
bool is_loopback(int file) {
  struct stat facts {};
  return ::fstat(file, &facts) == 0 && (S_ISREG(facts.st_mode) || facts.st_rdev == ::makedev(1, 7));
}

int refuse(int reason) {
  errno = reason;
  return -1;
}

void tell_capabilities(v4l2_capability& facts, bool is_output) {
  constexpr char name[] = "v4l2 loopback";
  std::memcpy(facts.driver, name, sizeof name);
  facts.device_caps = is_output ? V4L2_CAP_VIDEO_OUTPUT : V4L2_CAP_VIDEO_CAPTURE;
}

/// As a device does whose file says "captures" or "busy", or nothing.
int answer(int file, unsigned long request, void* data) {
  char word[16] = {};
  (void)::pread(file, word, sizeof word - 1, 0);
  if (request == VIDIOC_QUERYCAP)
    tell_capabilities(*static_cast<v4l2_capability*>(data), std::strcmp(word, "captures") != 0);
  else if (request != VIDIOC_S_FMT)
    return refuse(ENOTTY);
  else if (std::strcmp(word, "busy") == 0)
    return refuse(EBUSY);
  return 0;
}

}  // namespace

/// Stands before the system's.
extern "C" int ioctl(int file, unsigned long request, ...) noexcept {
  va_list more;
  va_start(more, request);
  void* data = va_arg(more, void*);
  va_end(more);
  return is_loopback(file) ? answer(file, request, data)
                           : int(::syscall(SYS_ioctl, file, request, data));
}

TEST(CameraOutput, DevicesThatOtherProgramsWriteToAreLeftToThem) {
  const TemporaryFolder folder;
  std::ofstream(folder / "video0") << "captures";
  std::ofstream(folder / "video1") << "busy";
  std::filesystem::create_symlink("/dev/full", folder / "video2");
  EXPECT_EQ(find_loopback({}, folder.path()), "");
  const std::ofstream free(folder / "video11");
  EXPECT_EQ(find_loopback({}, folder.path()), folder / "video11");
}

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
