// SPDX-License-Identifier: MIT
// Where a model lies that is called by its name.
#include <dlfcn.h>

#include <cstdlib>
#include <sstream>
#include <vector>

#include "shm/error.hpp"
#include "shm/model.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;

constexpr const char* extension = ".safetensors";

bool is_path(const std::string& text) {
  return text.find('/') != std::string::npos || text.ends_with(extension);
}

std::vector<fs::path> folders_of_the_user() {
  const char* joined = std::getenv("SHM_MODEL_PATH");
  std::istringstream stream(joined == nullptr ? "" : joined);
  std::vector<fs::path> folders;
  for (std::string folder; std::getline(stream, folder, ':');)
    if (!folder.empty()) folders.emplace_back(folder);
  return folders;
}

/// An address in this library; that of an exported function may lie in the program that uses it.
constexpr char here_in_memory = 0;

/// In a build folder, the library and the programs stand beside the folder models/.
fs::path folder_of_the_build() {
  Dl_info here = {};
  if (::dladdr(&here_in_memory, &here) == 0) return {};
  return fs::absolute(here.dli_fname).parent_path().parent_path() / "models";
}

std::vector<fs::path> folders() {
  std::vector<fs::path> folders = folders_of_the_user();
  folders.push_back(folder_of_the_build());
  folders.emplace_back(SHM_INSTALLED_MODELS);
  return folders;
}

}  // namespace

fs::path find_model(const std::string& path_or_name) {
  if (is_path(path_or_name)) {
    if (fs::is_regular_file(path_or_name)) return path_or_name;
    throw NotFound("no model file " + path_or_name +
                   ": give the path of a .safetensors file, or a name such as default");
  }
  std::string places;
  for (const fs::path& folder : folders()) {
    fs::path file = folder / (path_or_name + extension);
    if (fs::is_regular_file(file)) return file;
    places += "\n  " + file.string();
  }
  throw NotFound("no model named " + path_or_name + "; looked at" + places +
                 "\nGive the path of a .safetensors file, or set SHM_MODEL_PATH to its folder");
}

}  // namespace shm
