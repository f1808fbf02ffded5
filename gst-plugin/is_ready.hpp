// SPDX-License-Identifier: MIT
// What is made beside a stream: whether it is there.
#pragma once

#include <chrono>
#include <future>

namespace shm {

/// Whether something is being made, and get() would not wait for it.
template <typename Made>
bool is_ready(const std::future<Made>& made) {
  return made.valid() && made.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

}  // namespace shm
