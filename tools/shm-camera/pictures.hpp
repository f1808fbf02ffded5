// SPDX-License-Identifier: MIT
// The pictures that may stand behind a person: a folder of the user's.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace shm::camera {

class Pictures {
 public:
  static constexpr std::size_t most_bytes = std::size_t(16) << 20U;

  /// `folder` is made when a picture is added.
  explicit Pictures(std::filesystem::path folder) : folder_(std::move(folder)) {}

  std::vector<std::string> names() const;
  /// The file of one of them. Throws NotFound where there is none of that name.
  std::filesystem::path file(const std::string& name) const;
  /// Keeps a picture under a name like the one wished for, and returns it. Throws BadInput where
  /// its content is none.
  std::string add(const std::string& wish, const std::string& content) const;
  /// Throws NotFound.
  void remove(const std::string& name) const;

 private:
  std::filesystem::path folder_;
};

/// $XDG_DATA_HOME/shmmatting/backgrounds
std::filesystem::path pictures_folder();

}  // namespace shm::camera
