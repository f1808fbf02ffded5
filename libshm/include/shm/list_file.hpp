// SPDX-License-Identifier: MIT
// Lists of pictures' names, and what is wrong with single ones.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "shm/api.hpp"

namespace shm {

/// Something that is wrong with one picture, file or line.
struct Fault {
  std::string name;  ///< of the picture, or of what stands in its place
  std::string what;

  friend bool operator==(const Fault&, const Fault&) = default;
};

/// A list of pictures as it was read: every usable name once, in the list's order.
struct NameList {
  std::vector<std::string> names;
  std::vector<Fault> faults;  ///< names that are there twice, or that are no name of a picture
};

/// Reads a list: one picture's file name a line, UTF-8. A byte-order mark, CRLF, blanks at the end
/// of a line and blank lines are fine; a name with a folder in it is a fault, so that no list
/// reaches out of its data set. Throws NotFound, BadInput.
SHM_API NameList read_list(const std::filesystem::path& file);

/// The same of pictures in `folder`, which the list may name without their extensions; such a name
/// is a fault where it could be one of several. Throws NotFound, BadInput.
SHM_API NameList read_list(const std::filesystem::path& file, const std::filesystem::path& folder);

/// Writes a list, one name a line. Throws WriteError.
SHM_API void write_list(const std::filesystem::path& file, const std::vector<std::string>& names);

}  // namespace shm
