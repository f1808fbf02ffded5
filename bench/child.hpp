// SPDX-License-Identifier: MIT
// Work in a process of its own, for first starts and first memory.
#pragma once

#include <sys/types.h>

#include <functional>
#include <nlohmann/json.hpp>

namespace shm::bench {

/// Work in a process of its own, so that each start and each memory is a first one. This process
/// must not have loaded what is to be measured. The work ends with this object.
class Child {
 public:
  explicit Child(const std::function<nlohmann::ordered_json()>& work);
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child();

  /// Waits for what the work returns; throws what it throws, as Error.
  nlohmann::ordered_json result();

 private:
  int output_ = -1;
  pid_t process_;
};

}  // namespace shm::bench
