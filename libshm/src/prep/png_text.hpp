// SPDX-License-Identifier: MIT
// A line of text within a PNG.
#pragma once

#include <filesystem>
#include <string>

namespace shm {

/// A PNG's bytes with a text (tEXt chunk) after its header.
std::string with_png_text(const std::string& png, const std::string& keyword,
                          const std::string& text);

/// The text that with_png_text put there, or empty. Reads no more than the file's beginning.
std::string png_text(const std::filesystem::path& file, const std::string& keyword);

}  // namespace shm
