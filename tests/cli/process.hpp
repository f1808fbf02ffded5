// SPDX-License-Identifier: MIT
// A program that runs beside a test, and does not outlive it.
#pragma once

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "shm/whole_file.hpp"

/// A program that runs beside the test: what it prints goes to a file. Killed if it still runs at
/// the end.
class Process {
 public:
  Process(const std::vector<std::string>& command, std::filesystem::path output,
          const std::map<std::string, std::string>& environment = {})
      : output_(made(std::move(output))), pid_(::fork()) {
    if (pid_ == 0) become(command, environment);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process() {
    if (!ended_) signal(SIGKILL);
    wait();
  }

  pid_t id() const { return pid_; }

  void signal(int number) const { ::kill(pid_, number); }

  /// The exit code, or minus the signal that ended it.
  int wait() {
    look(0);
    return code_;
  }

  /// The same, or nothing where the program runs longer than that.
  std::optional<int> wait_for(std::chrono::milliseconds longest) {
    const auto end = std::chrono::steady_clock::now() + longest;
    for (look(WNOHANG); !ended_ && std::chrono::steady_clock::now() < end; look(WNOHANG))
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return ended_ ? std::optional(code_) : std::nullopt;
  }

  std::string output() const { return shm::read_whole_file(output_); }

 private:
  /// There is something to read from the first moment on.
  static std::filesystem::path made(std::filesystem::path output) {
    ::close(::open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    return output;
  }

  void look(int how) {
    int status = 0;
    if (ended_ || ::waitpid(pid_, &status, how) != pid_) return;
    code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    ended_ = true;
  }

  [[noreturn]] void become(const std::vector<std::string>& command,
                           const std::map<std::string, std::string>& environment) const {
    for (const auto& [name, value] : environment)
      ::setenv(name.c_str(), value.c_str(), 1);
    std::vector<char*> arguments;
    arguments.reserve(command.size() + 1);
    for (const std::string& word : command)
      arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const int file = ::open(output_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    ::dup2(file, STDOUT_FILENO);
    ::dup2(file, STDERR_FILENO);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }

  std::filesystem::path output_;
  pid_t pid_;
  bool ended_ = false;
  int code_ = 0;
};
