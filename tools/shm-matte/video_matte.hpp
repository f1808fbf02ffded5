// SPDX-License-Identifier: MIT
// A video through the element: frames with their times, sound, subtitles.
#pragma once

#include <filesystem>

#include "shm-matte/options.hpp"
#include "shm-matte/remark.hpp"

namespace shm::tools {

/// Mattes a video through the element shmmatting: frames with their times, all sound, subtitles.
/// Shows its progress; `remark` is told what of the file could not be kept. Throws WriteError, and
/// BadInput where the file cannot be read to its end: `output` then holds what came before, or is
/// not there. It is written whole or not at all; to standard output, where the job says so, as it
/// comes. Interrupted: throws Error.
void matte_video(const std::filesystem::path& input, const std::filesystem::path& output,
                 const MatteJob& job, const Remark& remark);

/// Throws InvalidOption where the job's container cannot hold its results.
void check_container(const MatteJob& job);

}  // namespace shm::tools
