#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "shm/whole_file.hpp"

/// A program under test: what it prints goes to a file.
class Process {
 public:
  Process(const std::vector<std::string>& command, const std::filesystem::path& output)
      : output_(output), pid_(::fork()) {
    if (pid_ == 0) become(command);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process() { wait(); }

  void signal(int number) const { ::kill(pid_, number); }

  /// The exit code, or minus the signal that ended it.
  int wait() {
    int status = 0;
    if (!ended_ && ::waitpid(pid_, &status, 0) == pid_)
      code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    ended_ = true;
    return code_;
  }

  std::string output() { return shm::read_whole_file(output_); }

 private:
  [[noreturn]] void become(const std::vector<std::string>& command) const {
    std::vector<char*> arguments;
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
