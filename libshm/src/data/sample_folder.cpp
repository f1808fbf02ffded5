// SPDX-License-Identifier: MIT
// Reads the samples of one folder.

#include "data/sample_folder.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <opencv2/imgproc.hpp>

#include "data/name_clashes.hpp"
#include "image/mat.hpp"
#include "image/size_text.hpp"
#include "shm/error.hpp"
#include "shm/list_file.hpp"
#include "shm/picture.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;

constexpr double mask_edge_sigma = 1.2;  // pixels
constexpr std::size_t most_faults = 5;   // told at once

std::vector<std::string> names_of(const DataFolder& folder, const fs::path& pictures) {
  if (folder.list.empty()) return picture_names(pictures);
  const NameList list = read_list(folder.list, pictures);
  if (list.faults.empty()) return list.names;
  std::string some;
  for (std::size_t i = 0; i < std::min(list.faults.size(), most_faults); ++i)
    some += "; " + list.faults[i].name + ": " + list.faults[i].what;
  throw BadInput(folder.list.string() + " has " + std::to_string(list.faults.size()) +
                 " bad lines" + some);
}

cv::Mat read_mat(const fs::path& file, ReadAs as) {
  return as_mat(read_picture(file, as).view()).clone();
}

void check_size(const cv::Mat& part, const cv::Mat& image, const fs::path& file) {
  if (part.size() != image.size())
    throw BadInput(file.string() + " is " + size_text(part.cols, part.rows) + ", its picture " +
                   size_text(image.cols, image.rows));
}

}  // namespace

cv::Mat read_bgr(const fs::path& file) {
  cv::Mat picture = read_mat(file, ReadAs::rgb);
  cv::cvtColor(picture, picture, cv::COLOR_RGB2BGR);
  return picture;
}

cv::Mat softened(const cv::Mat& mask) {
  cv::Mat alpha;
  cv::threshold(mask, alpha, 127, 255, cv::THRESH_BINARY);
  cv::GaussianBlur(alpha, alpha, {}, mask_edge_sigma);
  return alpha;
}

SampleFolder::SampleFolder(const DataFolder& folder, TrimapOrigin trimaps)
    : data_(folder.folder),
      weight_(folder.weight),
      cut_outs_(data_.has(Part::foreground) && !data_.has(Part::image)),
      masks_(!data_.has(Part::alpha)),
      trimaps_(trimaps == TrimapOrigin::read && !cut_outs_),
      names_(names_of(folder, data_.folder(cut_outs_ ? Part::foreground : Part::image))),
      clashes_(take_name_clashes(names_)) {
  if (masks_ && !data_.has(Part::mask))
    throw NotFound(data_.root().string() + " has neither alpha/ nor mask/");
  if (trimaps_ && !data_.has(Part::trimap))
    throw NotFound(data_.root().string() +
                   " has no trimap/: make it with shm-prep trimap, or let trimaps "
                   "be computed");
  if (names_.empty()) throw BadInput("no sample in " + data_.root().string());
}

/// Cut-outs go by their own names, whatever their format.
fs::path SampleFolder::file(std::size_t index) const {
  return data_.folder(cut_outs_ ? Part::foreground : Part::image) / name(index);
}

fs::path SampleFolder::alpha_file(std::size_t index) const {
  return data_.file(masks_ ? Part::mask : Part::alpha, name(index));
}

cv::Mat SampleFolder::read_alpha(std::size_t index) const {
  const cv::Mat matte = read_mat(alpha_file(index), ReadAs::matte);
  return masks_ ? softened(matte) : matte;
}

std::vector<fs::path> SampleFolder::files(std::size_t index) const {
  std::vector<fs::path> all{file(index), alpha_file(index)};
  if (trimaps_) all.push_back(data_.file(Part::trimap, name(index)));
  return all;
}

void SampleFolder::find_missing(BadSamples& bad) const {
  for (const auto& [name, what] : clashes_)
    bad.tell((data_.root() / name).string() + ": " + what);
  for (std::size_t i = 0; i < size(); ++i)
    for (const fs::path& part : files(i))
      if (::access(part.c_str(), R_OK) != 0) {
        bad.add(file(i).string(), part.string() + ": " + std::strerror(errno));
        break;
      }
}

Sample SampleFolder::read(std::size_t index) const {
  Sample sample;
  sample.image = read_bgr(file(index));
  sample.alpha = read_alpha(index);
  check_size(sample.alpha, sample.image, alpha_file(index));
  if (trimaps_) {
    const fs::path file = data_.file(Part::trimap, name(index));
    sample.trimap = read_mat(file, ReadAs::gray);
    check_size(sample.trimap, sample.image, file);
  }
  return sample;
}

}  // namespace shm
