#include "shm-matte/inputs.hpp"

#include <algorithm>
#include <map>

#include "shm/error.hpp"
#include "shm/picture.hpp"

namespace shm::tools {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> pictures_in(const fs::path& folder) {
  std::vector<fs::path> pictures;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (entry.is_regular_file() && is_picture(entry.path())) pictures.push_back(entry.path());
  if (pictures.empty()) throw BadInput("no pictures in " + folder.string());
  std::sort(pictures.begin(), pictures.end());
  return pictures;
}

fs::path output_of(const fs::path& input, Kind kind, const MatteJob& job) {
  const std::string extension = kind == Kind::picture ? "png" : job.container;
  return job.out / (input.stem().string() + "." + extension);
}

void add_item(std::vector<Item>& items, const fs::path& input, bool continues,
              const MatteJob& job) {
  const Kind kind = is_picture(input) ? Kind::picture : Kind::video;
  items.push_back({input, output_of(input, kind, job), kind, continues});
}

void check_outputs(const std::vector<Item>& items) {
  std::map<fs::path, fs::path> taken;
  for (const Item& item : items) {
    const auto [other, fresh] = taken.emplace(item.output, item.input);
    if (!fresh)
      throw InvalidOption(other->second.string() + " and " + item.input.string() +
                          " would both become " + item.output.string() +
                          ": matte them into different folders");
    std::error_code absent;
    if (fs::equivalent(item.output, item.input, absent))
      throw InvalidOption("--out: " + item.output.string() + " is an input: choose another folder");
  }
}

}  // namespace

std::vector<Item> list_items(const MatteJob& job) {
  std::vector<Item> items;
  for (const fs::path& input : job.inputs) {
    if (!fs::is_directory(input)) {
      add_item(items, input, false, job);
      continue;
    }
    const std::vector<fs::path> pictures = pictures_in(input);
    for (const fs::path& picture : pictures)
      add_item(items, picture, job.sequence && picture != pictures.front(), job);
  }
  check_outputs(items);
  return items;
}

}  // namespace shm::tools
