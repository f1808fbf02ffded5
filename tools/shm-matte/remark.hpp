// SPDX-License-Identifier: MIT
// What is said of an input while work on it goes on.
#pragma once

#include <functional>
#include <string>

namespace shm::tools {

using Remark = std::function<void(const std::string&)>;

}  // namespace shm::tools
