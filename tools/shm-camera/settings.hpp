// SPDX-License-Identifier: MIT
// What the user chose, for the next start.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>

namespace shm::camera {

struct Choices {
  std::string camera = "auto";
  std::map<std::string, std::string> properties;  ///< of the element, as text

  bool operator==(const Choices&) const = default;
};

/// $XDG_CONFIG_HOME/shmmatting/camera.ini
std::filesystem::path settings_file();

/// None where there is no file. One that is broken is put aside as FILE.broken, and `remark` is
/// told.
Choices load_choices(const std::filesystem::path& file,
                     const std::function<void(const std::string&)>& remark);

/// What is to be kept: what was, and what the user changed between the start and now. What the
/// command line said is for one run.
Choices merged(const Choices& kept, const Choices& at_start, const Choices& now);

/// Throws WriteError.
void save_choices(const std::filesystem::path& file, const Choices& choices);

}  // namespace shm::camera
