// SPDX-License-Identifier: MIT
// Variables of the environment, for as long as a test wants them.
#pragma once

#include <cstdlib>
#include <string>

namespace shm {

/// Of variables that are not set otherwise.
class EnvironmentVariable {
 public:
  EnvironmentVariable(const char* name, const std::string& value) : name_(name) { set(value); }
  ~EnvironmentVariable() { ::unsetenv(name_); }
  EnvironmentVariable(const EnvironmentVariable&) = delete;
  EnvironmentVariable& operator=(const EnvironmentVariable&) = delete;

  void set(const std::string& value) { ::setenv(name_, value.c_str(), 1); }

 private:
  const char* name_;
};

}  // namespace shm
