// SPDX-License-Identifier: MIT
// shm-matte as tests run it: quickly, and alike on every machine.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "program.hpp"
#include "shm/picture.hpp"

/// As a shell has it.
inline const std::string quick_matte = shell_quoted(tool("shm-matte")) + " --device cpu --size 64 ";

inline Ran matte(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--device", "cpu", "--size", "64"});
  return run("shm-matte", arguments);
}

using Names = std::vector<std::string>;

inline Names names_in(const std::filesystem::path& folder) {
  Names names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

inline void write_photo(const std::filesystem::path& file, int width, int height) {
  shm::Image image(width, height, shm::PixelFormat::rgb);
  for (int i = 0; i < width * height * 3; ++i)
    image.view().data[i] = std::uint8_t(i * 31 % 251);
  shm::write_picture(file, image);
}
