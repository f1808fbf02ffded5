// SPDX-License-Identifier: MIT
// Pictures out of files and pipes.
#pragma once

#include <filesystem>
#include <string>

namespace shm::tools {

/// What "-" stands for.
inline const std::filesystem::path standard_input = "/dev/stdin";

/// The content of a picture's file or pipe; a pipe is read no further once it is seen to hold none.
/// Throws BadInput, or Error where the program is interrupted while it waits.
std::string read_input(const std::filesystem::path& input);

}  // namespace shm::tools
