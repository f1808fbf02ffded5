// SPDX-License-Identifier: MIT
// shm-camera beside a test, and its API.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "process.hpp"
#include "program.hpp"

/// A connection to a port of this machine.
class Connection {
 public:
  explicit Connection(unsigned port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval longest{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(std::uint16_t(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    open_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  Connection(Connection&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)), open_(other.open_) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  Connection& operator=(Connection&&) = delete;
  ~Connection() {
    if (socket_ >= 0) ::close(socket_);
  }

  bool is_open() const { return open_; }
  /// Whether all of it was taken.
  bool send(const std::string& text) const {
    return ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) == ssize_t(text.size());
  }
  /// All until the other side ends, or is silent for long.
  std::string read_all() const {
    std::string all;
    char bytes[4096];
    for (ssize_t count; (count = ::recv(socket_, bytes, sizeof bytes, 0)) > 0;)
      all.append(bytes, std::size_t(count));
    return all;
  }

 private:
  int socket_;
  bool open_ = false;
};

struct Answer {
  int status = 0;  ///< 0: there was none
  std::string head;
  std::string body;

  nlohmann::json json() const { return nlohmann::json::parse(body, nullptr, false); }
};

inline Answer parse_answer(const std::string& text) {
  const std::size_t end = text.find("\r\n\r\n");
  if (!text.starts_with("HTTP/1.1 ") || end == std::string::npos) return {};
  return {std::stoi(text.substr(9, 3)), text.substr(0, end), text.substr(end + 4)};
}

class RunningCamera {
 public:
  /// `before`: a program that runs it, with its arguments.
  explicit RunningCamera(std::vector<std::string> arguments = {"--camera", "test"},
                         const std::vector<std::string>& before = {}) {
    for (const char* more : {"--output", "none", "--port", "0", "--width", "160", "--height", "120",
                             "--set", "size=64"})
      arguments.emplace_back(more);
    arguments.insert(arguments.end(), {"--settings", folder_ / "camera.ini"});
    arguments.insert(arguments.end(), {"--backgrounds", folder_ / "backgrounds"});
    arguments.insert(arguments.begin(), tool("shm-camera"));
    arguments.insert(arguments.begin(), before.begin(), before.end());
    std::filesystem::permissions(folder_ / ".", std::filesystem::perms::all);
    process_.emplace(arguments, folder_ / "output");
    find_address();
  }

  const TemporaryFolder& folder() const { return folder_; }
  unsigned port() const { return port_; }
  const std::string& token() const { return token_; }
  Process& process() { return *process_; }
  std::string output() const { return process_->output(); }

  /// As it is: the head's last line included.
  Answer send(const std::string& request) const {
    const Connection connection(port_);
    connection.send(request);
    return parse_answer(connection.read_all());
  }
  /// With the token.
  Answer ask(const std::string& method, const std::string& path, const std::string& body = {},
             const std::string& more = {}) const {
    return send(head(method, path, "Authorization: Bearer " + token_ + "\r\n" + more, body.size()) +
                body);
  }
  /// Without it.
  std::string head(const std::string& method, const std::string& path, const std::string& more,
                   std::size_t length = 0) const {
    return method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) +
           "\r\nConnection: close\r\nContent-Length: " + std::to_string(length) + "\r\n" + more +
           "\r\n";
  }

  nlohmann::json state() const { return ask("GET", "/api/state").json(); }

  /// Looks at the preview until the camera is in this state.
  bool reaches(const std::string& wanted,
               std::chrono::seconds longest = std::chrono::seconds(20)) const {
    const auto end = std::chrono::steady_clock::now() + longest;
    while (std::chrono::steady_clock::now() < end) {
      ask("GET", "/api/frame");
      if (state()["state"] == wanted) return true;
    }
    return false;
  }

 private:
  void find_address() {
    const std::string mark = "http://127.0.0.1:";
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (std::chrono::steady_clock::now() < end && port_ == 0) {
      const std::string text = output();
      const std::size_t place = text.find(mark);
      const std::size_t token = text.find("token=");
      if (token != std::string::npos && text.back() == '\n') {
        port_ = unsigned(std::stoul(text.substr(place + mark.size())));
        token_ = text.substr(token + 6, 32);
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }

  TemporaryFolder folder_;
  std::optional<Process> process_;
  unsigned port_ = 0;
  std::string token_;
};
