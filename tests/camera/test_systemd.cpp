// SPDX-License-Identifier: MIT
// What `systemctl --user status shm-camera` shows.
#include <gtest/gtest.h>
#include <sys/un.h>

#include <algorithm>
#include <filesystem>

#include "running_camera.hpp"

namespace {

/// systemd, as far as a service tells it something.
class Manager {
 public:
  /// `place`: "/PATH", or "@NAME" of an abstract socket.
  explicit Manager(const std::string& place)
      : place_(place), socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    const timeval longest{20, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    place.copy(address.sun_path, sizeof address.sun_path - 1);
    if (place.starts_with('@')) address.sun_path[0] = '\0';
    const auto size = socklen_t(offsetof(sockaddr_un, sun_path) + place.size());
    (void)::bind(socket_, reinterpret_cast<sockaddr*>(&address), size);
    if (place.starts_with('/')) std::filesystem::permissions(place, std::filesystem::perms::all);
  }
  ~Manager() { ::close(socket_); }
  Manager(const Manager&) = delete;
  Manager& operator=(const Manager&) = delete;

  /// What a program is started by so that it tells this one.
  std::vector<std::string> starter() const { return {"env", "NOTIFY_SOCKET=" + place_}; }
  /// What is told next; empty where nothing comes for long.
  std::string next() const {
    char text[4096];
    const ssize_t size = ::recv(socket_, text, sizeof text, 0);
    return size > 0 ? std::string(text, std::size_t(size)) : std::string();
  }
  /// The next that has this in it.
  std::string next_with(const std::string& part) const {
    std::string text = next();
    while (!text.empty() && text.find(part) == std::string::npos)
      text = next();
    return text;
  }

 private:
  std::string place_;
  int socket_;
};

}  // namespace

TEST(CameraStatus, HasThePageAndWhatTheCameraDoesHoweverOftenItIsUsed) {
  const TemporaryFolder folder;
  const std::string name = "@shm-camera-test-" + std::to_string(::getpid());
  for (const std::string& place : {name, (folder / "notify").string()}) {
    const Manager manager(place);
    const RunningCamera camera({"--camera", "test"}, manager.starter());
    const std::string page =
        "http://127.0.0.1:" + std::to_string(camera.port()) + "/#token=" + camera.token();
    EXPECT_EQ(manager.next(), "READY=1\nSTATUS=" + page + " Nobody looks: the camera is closed");
    ASSERT_TRUE(camera.reaches("running")) << camera.output();
    EXPECT_EQ(manager.next_with("On air"), "READY=1\nSTATUS=" + page + " On air: Test picture");
  }
}

TEST(CameraStatus, NameOfACameraIsNoWordToSystemd) {
  const TemporaryFolder folder;
  const Manager manager(folder / "notify");
  const std::filesystem::path film = folder / "a\nMAINPID=1\nb.mkv";
  std::filesystem::copy_file(SHM_SOURCE_ROOT "/examples/walk.mkv", film);
  const RunningCamera camera({"--camera", film}, manager.starter());
  ASSERT_TRUE(camera.reaches("running")) << camera.output();
  const std::string told = manager.next_with("On air");
  EXPECT_EQ(std::ranges::count(told, '\n'), 1) << told;
}
