// SPDX-License-Identifier: MIT
// Places for reports, seen to before the work that they report.

#include "common/report_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "shm/error.hpp"
#include "shm/picture.hpp"

namespace shm::tools {

namespace fs = std::filesystem;

void make_report_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error && ::access(folder.c_str(), W_OK | X_OK) != 0)
    error = std::error_code(errno, std::generic_category());
  if (error)
    throw WriteError("cannot write into the folder " + folder.string() + ": " + error.message());
}

void make_room_for(const fs::path& report) {
  if (report.empty() || report == "-") return;
  if (fs::is_directory(report))
    throw WriteError(report.string() + " is a folder: give the name of a file in it");
  make_report_folder(report.has_parent_path() ? report.parent_path() : ".");
}

void make_room_for_sheet(const fs::path& sheet) {
  if (sheet.empty()) return;
  make_room_for(sheet);
  try {
    encode_picture(sheet.extension().string(), Image(1, 1, PixelFormat::gray));
  } catch (const WriteError&) {
    throw InvalidOption("--sheet: " + sheet.string() +
                        " is of no format that is written: call it .png or .jpg");
  }
}

}  // namespace shm::tools
