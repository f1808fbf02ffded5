// SPDX-License-Identifier: MIT
// What shm-camera does when a camera comes, goes and fails.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "running_camera.hpp"

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

/// Seconds of processor that a process has had.
double processor_time(pid_t id) {
  std::ifstream file("/proc/" + std::to_string(id) + "/stat");
  std::string word;
  long user = 0;
  long system = 0;
  for (int i = 0; i < 13; ++i)
    file >> word;
  file >> user >> system;
  return double(user + system) / double(::sysconf(_SC_CLK_TCK));
}

/// Sends some frames to who connects, and then nothing.
class SilentCamera {
 public:
  SilentCamera() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    (void)::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    ::listen(socket_, 8);
    socklen_t size = sizeof address;
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    sender_ = std::thread([this] { send_frames(); });
  }
  ~SilentCamera() {
    ::shutdown(socket_, SHUT_RDWR);
    sender_.join();
    ::close(socket_);
    ::close(first_);
  }
  SilentCamera(const SilentCamera&) = delete;
  SilentCamera& operator=(const SilentCamera&) = delete;

  std::string description() const {
    return "tcpclientsrc host=127.0.0.1 port=" + std::to_string(port_) + " ! y4mdec";
  }

 private:
  void send_frames() {
    first_ = ::accept(socket_, nullptr, nullptr);
    std::string film = "YUV4MPEG2 W64 H48 F25:1 Ip A1:1 C420\n";
    for (int i = 0; i < 25; ++i)
      film += "FRAME\n" + std::string(64UL * 48 * 3 / 2, '\x50');
    ::send(first_, film.data(), film.size(), MSG_NOSIGNAL);
  }

  int socket_;
  int first_ = -1;
  unsigned port_ = 0;
  std::thread sender_;
};

/// A device that nobody may open.
class ForbiddenDevice {
 public:
  ForbiddenDevice() {
    const std::ofstream made(path_);
    permit(fs::perms::none);
  }
  ~ForbiddenDevice() { fs::remove(path_); }
  ForbiddenDevice(const ForbiddenDevice&) = delete;
  ForbiddenDevice& operator=(const ForbiddenDevice&) = delete;

  const std::string& path() const { return path_; }
  void permit(fs::perms who) const { fs::permissions(path_, who); }

 private:
  std::string path_ = "/dev/shm/shm-camera-test-" + std::to_string(::getpid());
};

/// Root may open anything.
std::vector<std::string> as_a_user() {
  if (::geteuid() != 0) return {};
  return {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
}

bool rests(const RunningCamera& camera) {
  for (int i = 0; i < 100 && camera.state()["state"] != "resting"; ++i)
    std::this_thread::sleep_for(100ms);
  return camera.state()["state"] == "resting";
}

}  // namespace

TEST(ShmCamera, BadUsageExitsWithTwo) {
  EXPECT_EQ(run("shm-camera", {"--set", "despill"}).exit_code, 2);
  EXPECT_EQ(run("shm-camera", {"--set", "despill=7"}).exit_code, 2);
  EXPECT_EQ(run("shm-camera", {"--set", "on-error=pass"}).exit_code, 2);
  EXPECT_EQ(run("shm-camera", {"--output", "nonsense"}).exit_code, 2);
  EXPECT_EQ(run("shm-camera", {"--width", "641"}).exit_code, 2);
}

TEST(ShmCamera, IsOpenWhileSomebodyLooksAndClosedAfterwards) {
  RunningCamera camera;
  EXPECT_EQ(camera.state()["state"], "resting");
  ASSERT_TRUE(camera.reaches("running")) << camera.output();
  const Answer frame = camera.ask("GET", "/api/frame");
  EXPECT_EQ(frame.status, 200);
  EXPECT_TRUE(frame.body.starts_with("\xff\xd8"));
  EXPECT_TRUE(rests(camera)) << camera.output();
}

TEST(ShmCamera, CostsNothingWhileNobodyLooks) {
  RunningCamera camera;
  ASSERT_TRUE(camera.reaches("running"));
  ASSERT_TRUE(rests(camera));
  const double before = processor_time(camera.process().id());
  std::this_thread::sleep_for(3s);
  EXPECT_LE(processor_time(camera.process().id()) - before, 0.03);
}

TEST(ShmCamera, WithoutACameraThereIsAPictureAndAReason) {
  const RunningCamera camera({"--camera", "/dev/video-of-nobody"});
  ASSERT_TRUE(camera.reaches("no-camera"));
  EXPECT_EQ(camera.ask("GET", "/api/frame").status, 200);
  const std::string text = camera.state()["text"];
  EXPECT_NE(text.find("/dev/video-of-nobody"), std::string::npos) << text;
  EXPECT_EQ(camera.state()["fault"], true);
  EXPECT_NE(camera.output().find("No camera is there"), std::string::npos) << camera.output();
}

TEST(ShmCamera, CameraThatIsForbiddenSaysWhatHelpsAndIsOpenedOnceItIsAllowed) {
  const ForbiddenDevice device;
  const RunningCamera camera({"--camera", device.path()}, as_a_user());
  if (camera.port() == 0) GTEST_SKIP() << "another user cannot run it here: " << camera.output();
  ASSERT_TRUE(camera.reaches("no-permission")) << camera.output();
  EXPECT_EQ(camera.ask("GET", "/api/frame").status, 200);
  const std::string text = camera.state()["text"];
  EXPECT_NE(text.find("group video"), std::string::npos) << text;
  EXPECT_NE(text.find(device.path()), std::string::npos) << text;
  device.permit(fs::perms::all);
  EXPECT_TRUE(camera.reaches("no-camera")) << "a file is none: " << camera.output();
}

TEST(ShmCamera, ComesBackByItselfWhenTheCameraDoes) {
  const TemporaryFolder folder;
  const fs::path clip = folder / "clip.mkv";
  const RunningCamera camera({"--camera", clip});
  ASSERT_TRUE(camera.reaches("failed"));
  fs::copy_file(SHM_SOURCE_ROOT "/examples/walk.mkv", clip);
  EXPECT_TRUE(camera.reaches("running")) << camera.output();
}

TEST(ShmCamera, VideoMayHaveAnyName) {
  const TemporaryFolder folder;
  for (const char* name : {"in the room.mkv", R"(6" tall.mkv)", R"(back\slash "!" ünï.mkv)",
                           "it's ! fakesink.mkv", R"(end\)", "two\nlines.mkv"}) {
    fs::copy_file(SHM_SOURCE_ROOT "/examples/walk.mkv", folder / name);
    const RunningCamera camera({"--camera", folder / name});
    EXPECT_TRUE(camera.reaches("running")) << camera.output();
    EXPECT_NE(camera.state()["text"].get<std::string>().find(name), std::string::npos)
        << camera.state();
  }
}

TEST(ShmCamera, CameraThatEndsIsOpenedAgain) {
  const RunningCamera camera({"--camera", "videotestsrc num-buffers=20 is-live=true"});
  ASSERT_TRUE(camera.reaches("running"));
  ASSERT_TRUE(camera.reaches("failed"));
  EXPECT_EQ(camera.ask("GET", "/api/frame").status, 200);
  EXPECT_TRUE(camera.reaches("running")) << camera.output();
}

TEST(ShmCamera, CameraThatFallsSilentIsOpenedAgain) {
  const SilentCamera silent;
  const RunningCamera camera({"--camera", silent.description()});
  ASSERT_TRUE(camera.reaches("running")) << camera.output();
  EXPECT_TRUE(camera.reaches("failed")) << camera.output();
  EXPECT_NE(camera.output().find("no frame came any more"), std::string::npos) << camera.output();
}

TEST(ShmCamera, ChosenThingsAreThereAtTheNextStartButTheRoom) {
  RunningCamera camera;
  ASSERT_EQ(
      camera.ask("PUT", "/api/properties", R"({"blur-strength": 0.75, "enabled": false})").status,
      200);
  camera.process().signal(SIGTERM);
  EXPECT_EQ(camera.process().wait(), 0);
  const std::string kept = shm::read_whole_file(camera.folder() / "camera.ini");
  EXPECT_NE(kept.find("blur-strength=0.75"), std::string::npos) << kept;
  EXPECT_EQ(kept.find("enabled"), std::string::npos) << kept;
  EXPECT_EQ(kept.find("size"), std::string::npos) << "what the command line said: " << kept;
}

TEST(ShmCamera, SettingThatIsUnknownIsLeftOutByName) {
  const TemporaryFolder folder;
  std::ofstream(folder / "camera.ini") << "[matte]\nnonsense=1\nblur-strength=0.25\n";
  Process process(
      {tool("shm-camera"), "--output", "none", "--no-page", "--settings", folder / "camera.ini"},
      folder / "output");
  for (int i = 0; i < 100 && process.output().find("nonsense") == std::string::npos; ++i)
    std::this_thread::sleep_for(100ms);
  EXPECT_NE(process.output().find("left out: nonsense"), std::string::npos) << process.output();
  process.signal(SIGINT);
  EXPECT_EQ(process.wait_for(10s), 0);
}
