#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "shm/api.hpp"

namespace shm {

/// Writes a file so that its name never stands over half of it: bytes go to a temporary name in the
/// same folder, are flushed to the disk, then renamed. Throws WriteError naming file and cause;
/// what stood under the name before is then still there, and no temporary file is left.
SHM_API void write_whole_file(const std::filesystem::path& file, std::span<const std::byte> bytes);
SHM_API void write_whole_file(const std::filesystem::path& file, std::string_view text);

/// The same for writers that only take a path: `write` fills the temporary file, which has the
/// extension of `file`.
SHM_API void write_whole_file(const std::filesystem::path& file,
                              const std::function<void(const std::filesystem::path&)>& write);

/// Removes what killed processes left in `folder` of files whose final name `mine` accepts. Only
/// for names that nobody else is writing now.
SHM_API void remove_leftovers(const std::filesystem::path& folder,
                              const std::function<bool(const std::string& final_name)>& mine);

/// The whole of a file. Throws NotFound, or BadInput where it cannot be read.
SHM_API std::string read_whole_file(const std::filesystem::path& file);

}  // namespace shm
