// SPDX-License-Identifier: MIT
// Takes outdated records out of TensorBoard's event files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace shm {

/// Events whose tags begin with `prefix` and whose steps lie after `last_step`.
struct OutdatedEvents {
  std::string prefix;
  std::int64_t last_step = 0;
};

/// Writes the folder's event files anew without these events, and without marks of a session's
/// start: those make loaders drop what another phase wrote. What is torn at a file's end goes.
/// Throws BadInput, WriteError.
void drop_events(const std::filesystem::path& folder, const OutdatedEvents& outdated);

}  // namespace shm
