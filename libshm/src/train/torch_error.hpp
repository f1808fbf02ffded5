// SPDX-License-Identifier: MIT
// What LibTorch throws, in words for a user.
#pragma once

#include <exception>
#include <string>

#include "shm/trainer.hpp"

namespace shm {

/// What an exception says, without LibTorch's stack trace and notes.
std::string first_line(const std::exception& error);

/// Throws, for what was caught of LibTorch's or the allocator's, an error in one sentence that
/// names the option to change; errors of this library as they are.
[[noreturn]] void rethrow_in_words(const TrainOptions& options);

}  // namespace shm
