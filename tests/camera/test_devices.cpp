// SPDX-License-Identifier: MIT
// Which camera is which, whatever its path.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "shm-camera/devices.hpp"
#include "shm-camera/source.hpp"
#include "temporary_folder.hpp"

using namespace shm::camera;
namespace fs = std::filesystem;

namespace {

/// Two devices, and links to them by what they are.
class CameraDevices : public testing::Test {
 protected:
  CameraDevices() {
    for (const char* name : {"video7", "video9"}) {
      std::ofstream(folder / name) << name;
      devices.push_back({folder / name, name});
    }
    fs::create_directory(links());
    fs::create_symlink("../video9", links() / "usb-Back-video-index0");
    fs::create_symlink("../video5", links() / "usb-Gone-video-index0");
  }

  fs::path links() const { return folder / "by-id"; }

  const TemporaryFolder folder;
  std::vector<Device> devices;
};

}  // namespace

TEST_F(CameraDevices, OwnOutputIsNoCameraWhateverItsPath) {
  for (const fs::path& own : {fs::path(folder / "video9"), links() / "usb-Back-video-index0",
                              fs::path(folder / "by-id/../video9")}) {
    const std::vector<Device> cameras = all_but(own, devices);
    ASSERT_EQ(cameras.size(), 1U) << own;
    EXPECT_EQ(cameras[0].name, "video7");
  }
  EXPECT_EQ(all_but("pipewire", devices).size(), 2U);
}

TEST_F(CameraDevices, ChosenCameraIsKnownAgainUnderAnotherNumber) {
  const std::string kept = lasting_path(devices[1].path, links());
  EXPECT_EQ(kept, links() / "usb-Back-video-index0");
  fs::remove(links() / "usb-Back-video-index0");
  fs::create_symlink("../video7", links() / "usb-Back-video-index0");
  EXPECT_EQ(device_at(kept, devices)->path, devices[0].path);
  fs::remove(links() / "usb-Back-video-index0");
  EXPECT_FALSE(device_at(kept, devices)) << "it is not plugged in";
}

TEST_F(CameraDevices, CameraWithoutALastingNameKeepsItsPath) {
  EXPECT_EQ(lasting_path(devices[0].path, links()), devices[0].path);
  EXPECT_EQ(lasting_path(devices[0].path, folder / "absent"), devices[0].path);
}

TEST(CameraDevicesByLink, IsOpenedAsTheDeviceThatIsListed) {
  const fs::path link = "/dev/shm/shm-camera-link-" + std::to_string(::getpid());
  fs::create_symlink("/dev/null", link);
  const auto source = find_source(link, {{"/dev/null", "Back"}}, {});
  fs::remove(link);
  EXPECT_EQ(source->name, "Back");
  EXPECT_EQ(source->device, "/dev/null");
}
