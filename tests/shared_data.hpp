// SPDX-License-Identifier: MIT
// Skips tests whose photographs or golden files are not there.
#pragma once

#include <filesystem>

/// Skips a test, saying why, where the folder of photographs and golden files is absent.
#define SHM_NEEDS_SHARED_DATA()                        \
  if (!std::filesystem::is_directory(SHM_SHARED_DATA)) \
  GTEST_SKIP() << "no shared data in " SHM_SHARED_DATA " (meson option shared_data)"

inline std::filesystem::path shared_data(const std::string& below) {
  return std::filesystem::path(SHM_SHARED_DATA) / below;
}
