#pragma once

#include <filesystem>

#include "shm-matte/options.hpp"

namespace shm::tools {

/// Mattes a video through the element shmmatting, sound kept, frame times kept. Shows its progress.
/// Throws BadInput where the video cannot be read, WriteError; `output` is written whole or not at
/// all. Interrupted: throws Error.
void matte_video(const std::filesystem::path& input, const std::filesystem::path& output,
                 const MatteJob& job);

/// Throws InvalidOption where the job's container cannot hold its results.
void check_container(const MatteJob& job);

}  // namespace shm::tools
