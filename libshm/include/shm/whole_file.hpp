// SPDX-License-Identifier: MIT
// Files that are either whole or not there.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shm/api.hpp"

namespace shm {

/// What a file outlives once it is written.
enum class Outlives {
  power_cut,  ///< it is flushed to the disk: tens of milliseconds on a busy one
  process     ///< after a power cut it may be empty or lack its end: for what can be made again
};

/// Writes a file so that its name never stands over half of it: bytes go to a temporary name in the
/// same folder, which is then renamed. Throws WriteError naming file and cause, or BadInput
/// where it is the name alone that cannot be; what stood under the name before is then still there,
/// and no temporary file is left. Devices and pipes are written to as they are.
SHM_API void write_whole_file(const std::filesystem::path& file, std::span<const std::byte> bytes,
                              Outlives outlives = Outlives::power_cut);
SHM_API void write_whole_file(const std::filesystem::path& file, std::string_view text,
                              Outlives outlives = Outlives::power_cut);

/// The same for writers that only take a path: `write` fills the temporary file, which is there,
/// empty, and has the extension of `file`.
SHM_API void write_whole_file(const std::filesystem::path& file,
                              const std::function<void(const std::filesystem::path&)>& write,
                              Outlives outlives = Outlives::power_cut);

/// Removes what killed processes left in `folder` of the files of these names, or of those that
/// `mine` accepts (a name too long for a temporary one has another there, of its extension). What
/// another process is writing stays; file systems without locks do not tell.
SHM_API void remove_leftovers(const std::filesystem::path& folder,
                              const std::vector<std::string>& final_names);
SHM_API void remove_leftovers(const std::filesystem::path& folder,
                              const std::function<bool(const std::string& final_name)>& mine);

/// The whole of a file. Throws NotFound, or BadInput where it cannot be read.
SHM_API std::string read_whole_file(const std::filesystem::path& file);

}  // namespace shm
