// SPDX-License-Identifier: MIT
// Everything below a folder, for comparing two runs.
#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <string>

/// Every file below a folder, hidden ones too, with a hash of its bytes.
inline std::map<std::string, std::size_t> folder_content(const std::filesystem::path& folder) {
  std::map<std::string, std::size_t> content;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    content[entry.path().lexically_relative(folder).string()] = std::hash<std::string>()(bytes);
  }
  return content;
}
