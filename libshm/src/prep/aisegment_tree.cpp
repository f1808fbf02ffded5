// SPDX-License-Identifier: MIT
// Finds the pairs of pictures in AISegment's tree.

#include "prep/aisegment_tree.hpp"

#include <algorithm>
#include <map>

#include "shm/data_set.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;

constexpr const char* clips = "clip_img";
constexpr const char* mattings = "matting";

bool is_hidden(const fs::path& path) {
  return path.filename().string().starts_with('.');
}

/// The pictures below root/branch, relative to root, sorted. Hidden files are none: the published
/// archive has some that macOS left ("._ID.png").
std::vector<fs::path> pictures_below(const fs::path& root, const char* branch) {
  if (!fs::is_directory(root / branch))
    throw NotFound("no folder " + (root / branch).string() + ": give the folder that holds " +
                   clips + "/ and " + mattings + "/");
  std::vector<fs::path> pictures;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / branch))
    if (!is_hidden(entry.path()) && is_picture(entry.path()))
      pictures.push_back(entry.path().lexically_relative(root));
  std::sort(pictures.begin(), pictures.end());
  return pictures;
}

/// clip_img/DATE/clip_N/ID.jpg -> matting/DATE/matting_N/ID.png
fs::path partner_of(const fs::path& clip) {
  fs::path partner = mattings;
  for (const fs::path& part : clip.parent_path().lexically_relative(clips)) {
    const std::string name = part.string();
    partner /= name.starts_with("clip_") ? "matting_" + name.substr(5) : name;
  }
  return partner.lexically_normal() / png_name(clip.filename().string());
}

/// DATE_clip_N_ID.jpg
std::string full_name(const fs::path& clip) {
  std::string name = clip.lexically_relative(clips).string();
  std::replace(name.begin(), name.end(), '/', '_');
  return name;
}

std::map<std::string, int> count_ids(const std::vector<fs::path>& pictures) {
  std::map<std::string, int> count;
  for (const fs::path& clip : pictures)
    ++count[clip.stem().string()];
  return count;
}

}  // namespace

AisegmentTree scan_aisegment(const fs::path& root) {
  const std::vector<fs::path> clip_files = pictures_below(root, clips);
  std::map<fs::path, bool> is_taken;
  for (const fs::path& matting : pictures_below(root, mattings))
    is_taken[matting] = false;

  AisegmentTree tree;
  const std::map<std::string, int> ids = count_ids(clip_files);
  for (const fs::path& clip : clip_files) {
    const bool is_only_one = ids.at(clip.stem().string()) == 1;
    const auto partner = is_taken.find(partner_of(clip));
    if (partner == is_taken.end() || partner->second) {
      const std::string cause = partner == is_taken.end() ? "no partner " : "another picture has ";
      tree.unpaired.push_back({clip.string(), cause + partner_of(clip).string()});
      continue;
    }
    partner->second = true;
    tree.pairs.push_back(
        {is_only_one ? clip.filename().string() : full_name(clip), clip, partner->first});
  }
  for (const auto& [matting, taken] : is_taken)
    if (!taken) tree.unpaired.push_back({matting.string(), "no picture goes with it"});
  std::sort(tree.pairs.begin(), tree.pairs.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return tree;
}

}  // namespace shm
