// SPDX-License-Identifier: MIT
// Runs the project's programs and keeps what they print.
#pragma once

#include <sys/wait.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "shm/whole_file.hpp"
#include "temporary_folder.hpp"

/// How a program ended, and what it printed.
struct Ran {
  int exit_code;  ///< -1: ended by a signal
  std::string out;
  std::string error;
};

inline std::string shell_quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text)
    result += c == '\'' ? "'\\''" : std::string(1, c);
  return result + "'";
}

/// The file of one of the project's programs.
inline std::string tool(const std::string& name) {
  return SHM_BUILD_ROOT "/tools/" + name;
}

/// Runs one of them to its end, without a terminal.
inline Ran run(const std::string& program, const std::vector<std::string>& arguments) {
  const TemporaryFolder folder;
  std::string command = shell_quoted(tool(program));
  for (const std::string& argument : arguments)
    command.append(" ").append(shell_quoted(argument));
  command += " >" + (folder / "out").string() + " 2>" + (folder / "error").string() + " </dev/null";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, shm::read_whole_file(folder / "out"),
          shm::read_whole_file(folder / "error")};
}
