// SPDX-License-Identifier: MIT
// Equal weights stand once in a process, however many networks have them.
#pragma once

#include <memory>
#include <vector>

namespace shm {

using SharedNumbers = std::shared_ptr<const std::vector<float>>;

/// These numbers, or the very same bits that somebody holds already. From any thread.
SharedNumbers share(std::vector<float> numbers);

}  // namespace shm
