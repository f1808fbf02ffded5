// SPDX-License-Identifier: MIT
// The pictures that may stand behind a person: a folder of the user's.
#include "shm-camera/pictures.hpp"

#include <glib.h>

#include <algorithm>
#include <cctype>

#include "shm/error.hpp"
#include "shm/picture.hpp"
#include "shm/whole_file.hpp"

namespace shm::camera {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_name = 80;
constexpr int longest_side = 4096;  ///< of what is kept, pixels: no camera's frames are larger

bool is_plain(unsigned char letter) {
  return std::isalnum(letter) != 0 || letter == '-' || letter == '_' || letter == '.';
}

bool is_text(const fs::path& name) {
  return g_utf8_validate(name.c_str(), -1, nullptr) == TRUE;
}

/// A name that is harmless in any folder and in any shell.
std::string plain_name(const std::string& wish) {
  std::string name = fs::path(wish).stem().string().substr(0, longest_name);
  std::replace_if(
      name.begin(), name.end(), [](unsigned char letter) { return !is_plain(letter); }, '-');
  while (!name.empty() && name.front() == '.')
    name.erase(0, 1);
  return name.empty() ? "picture" : name;
}

/// NAME.jpg, or NAME-2.jpg where that is taken.
std::string free_name(const fs::path& folder, const std::string& name) {
  std::string file = name + ".jpg";
  for (int number = 2; fs::exists(folder / file); ++number)
    file = name + "-" + std::to_string(number) + ".jpg";
  return file;
}

}  // namespace

fs::path pictures_folder() {
  return fs::path(g_get_user_data_dir()) / "shmmatting" / "backgrounds";
}

std::vector<std::string> Pictures::names() const {
  std::vector<std::string> names;
  std::error_code absent;
  for (const auto& entry : fs::directory_iterator(folder_, absent))
    if (entry.is_regular_file(absent) && has_picture_name(entry.path()) && is_text(entry.path()))
      names.push_back(entry.path().filename());
  std::ranges::sort(names);
  return names;
}

fs::path Pictures::file(const std::string& name) const {
  const std::vector<std::string> all = names();
  if (std::ranges::find(all, name) == all.end())
    throw NotFound("there is no picture " + name + " in " + folder_.string());
  return folder_ / name;
}

/// What is kept is written anew: pixels alone, in a format that every browser shows.
std::string Pictures::add(const std::string& wish, const std::string& content) const {
  const std::string called = wish.empty() ? "the picture" : wish;
  const Image picture = picture_within(decode_picture(content, ReadAs::rgb, called), longest_side);
  fs::create_directories(folder_);
  std::string name = free_name(folder_, plain_name(wish));
  write_picture(folder_ / name, picture.view());
  return name;
}

void Pictures::remove(const std::string& name) const {
  fs::remove(file(name));
}

}  // namespace shm::camera
