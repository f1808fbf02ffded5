// SPDX-License-Identifier: MIT
// What the user chose, for the next start.
#include "shm-camera/settings.hpp"

#include <glib.h>

#include "gst_ptr.hpp"
#include "shm/error.hpp"
#include "shm/whole_file.hpp"

namespace shm::camera {
namespace {

namespace fs = std::filesystem;

constexpr const char* camera_group = "camera";
constexpr const char* matte_group = "matte";

/// Throws BadInput.
KeyFilePtr parse(const fs::path& file) {
  const std::string text = read_whole_file(file);
  KeyFilePtr keys(g_key_file_new());
  GError* raw = nullptr;
  if (g_key_file_load_from_data(keys.get(), text.c_str(), text.size(), G_KEY_FILE_NONE, &raw) !=
      FALSE)
    return keys;
  const ErrorPtr error(raw);
  throw BadInput(file.string() + ": " + error->message);
}

std::string value_of(GKeyFile* keys, const char* group, const char* key,
                     const std::string& preset) {
  const TextPtr text(g_key_file_get_string(keys, group, key, nullptr));
  return text ? text.get() : preset;
}

Choices choices_of(GKeyFile* keys) {
  Choices choices;
  choices.camera = value_of(keys, camera_group, "camera", choices.camera);
  const TextsPtr names(g_key_file_get_keys(keys, matte_group, nullptr, nullptr));
  for (gchar** name = names.get(); name != nullptr && *name != nullptr; ++name)
    choices.properties[*name] = value_of(keys, matte_group, *name, "");
  return choices;
}

}  // namespace

fs::path settings_file() {
  return fs::path(g_get_user_config_dir()) / "shmmatting" / "camera.ini";
}

Choices load_choices(const fs::path& file, const std::function<void(const std::string&)>& remark) {
  if (!fs::exists(file)) return {};
  try {
    return choices_of(parse(file).get());
  } catch (const BadInput& error) {
    const fs::path aside = file.string() + ".broken";
    std::error_code unmoved;
    fs::rename(file, aside, unmoved);
    remark(std::string("settings are as at first, for they cannot be read: ") + error.what() +
           (unmoved ? "" : ". They are in " + aside.string() + " now"));
    return {};
  }
}

Choices merged(const Choices& kept, const Choices& at_start, const Choices& now) {
  Choices result = kept;
  if (now.camera != at_start.camera) result.camera = now.camera;
  for (const auto& [name, text] : at_start.properties)
    if (!now.properties.contains(name)) result.properties.erase(name);
  for (const auto& [name, text] : now.properties) {
    const auto before = at_start.properties.find(name);
    if (before == at_start.properties.end() || before->second != text)
      result.properties[name] = text;
  }
  return result;
}

void save_choices(const fs::path& file, const Choices& choices) {
  const KeyFilePtr keys(g_key_file_new());
  g_key_file_set_string(keys.get(), camera_group, "camera", choices.camera.c_str());
  for (const auto& [name, text] : choices.properties)
    g_key_file_set_string(keys.get(), matte_group, name.c_str(), text.c_str());
  const TextPtr text(g_key_file_to_data(keys.get(), nullptr, nullptr));
  std::error_code unmade;  // which the file says, too
  fs::create_directories(file.parent_path(), unmade);
  write_whole_file(file, std::string_view(text.get()));
}

}  // namespace shm::camera
