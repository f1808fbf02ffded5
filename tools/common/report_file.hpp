// SPDX-License-Identifier: MIT
// Places for reports, seen to before the work that they report.
#pragma once

#include <filesystem>

namespace shm::tools {

/// Makes a folder that is not there. Throws WriteError where that cannot be, or nothing can be
/// written into it.
void make_report_folder(const std::filesystem::path& folder);

/// The same for the folder of a file; an empty name and "-", the terminal, need none.
void make_room_for(const std::filesystem::path& report);

/// The same for a contact sheet. Throws InvalidOption where its name is of no picture.
void make_room_for_sheet(const std::filesystem::path& sheet);

}  // namespace shm::tools
