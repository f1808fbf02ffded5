// SPDX-License-Identifier: MIT
// Results that know what they were made from.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "shm/image.hpp"

namespace shm {

/// A hash of the content of each file. Throws NotFound, BadInput.
std::string digest_of(const std::vector<std::filesystem::path>& sources);

/// Writes a picture (gray or rgb) as a PNG that holds the digest of its sources. Throws WriteError.
void write_result(const std::filesystem::path& file, const Image& picture,
                  const std::string& digest);

/// Whether a result is there, whole, and made from what its sources hold now. One without a digest
/// must not be older than they are; one whose sources have gone is the best there is.
bool is_current(const std::filesystem::path& file,
                const std::vector<std::filesystem::path>& sources);

}  // namespace shm
