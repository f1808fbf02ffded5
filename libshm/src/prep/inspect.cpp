// SPDX-License-Identifier: MIT
// Checks one picture of a data set and its parts.

#include "prep/inspect.hpp"

#include <algorithm>
#include <map>
#include <opencv2/core.hpp>

#include "image/mat.hpp"
#include "prep/picture_checks.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"
#include "shm/trimap.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;

using Pictures = std::map<Part, Image>;

std::string path_in_set(const DataSet& data, Part part, const std::string& name) {
  return (fs::path(to_string(part)) / data.file(part, name).filename()).string();
}

bool has_colors(Part part) {
  return part == Part::image || part == Part::foreground;
}

/// The parts that can be read; the others are faults.
Pictures read_parts(const DataSet& data, const std::string& name,
                    std::vector<std::string>& faults) {
  Pictures pictures;
  for (const Part part : data.parts()) {
    const fs::path file = data.file(part, name);
    try {
      if (fs::exists(file))
        pictures.emplace(part, read_picture(file, has_colors(part) ? ReadAs::rgb : ReadAs::gray));
      else
        faults.push_back("no " + path_in_set(data, part, name));
    } catch (const Error& error) {
      faults.emplace_back(error.what());
    }
  }
  return pictures;
}

/// Leaves the pictures that have the image's size; the others are faults.
void compare_sizes(Pictures& pictures, std::vector<std::string>& faults) {
  const auto image = pictures.find(Part::image);
  if (image == pictures.end()) return;
  std::erase_if(pictures, [&](const auto& entry) {
    const std::string fault = size_fault(image->second, entry.second, to_string(entry.first));
    if (!fault.empty()) faults.push_back(fault);
    return !fault.empty();
  });
}

std::size_t count(const cv::Mat& pixels) {
  return std::size_t(cv::countNonZero(pixels));
}

void check_trimap(const Pictures& pictures, std::vector<std::string>& faults) {
  if (!pictures.contains(Part::trimap)) return;
  const cv::Mat trimap = as_mat(pictures.at(Part::trimap).view());
  const std::size_t strange = count((trimap != trimap_background) & (trimap != trimap_unknown) &
                                    (trimap != trimap_foreground));
  if (strange > 0)
    faults.push_back("trimap: " + std::to_string(strange) + " pixels are none of 0, 128, 255");
}

void check_agreement(const Pictures& pictures, int tolerance, std::vector<std::string>& faults) {
  if (!pictures.contains(Part::trimap) || !pictures.contains(Part::alpha)) return;
  const cv::Mat trimap = as_mat(pictures.at(Part::trimap).view());
  const cv::Mat alpha = as_mat(pictures.at(Part::alpha).view());
  const std::size_t wrong = count((trimap == trimap_background) & (alpha > tolerance)) +
                            count((trimap == trimap_foreground) & (alpha < 255 - tolerance));
  if (wrong > 0)
    faults.push_back("alpha: " + std::to_string(wrong) +
                     " pixels are not what the trimap knows of them");
}

/// As a share of the person, so that small people count as much as large ones.
double doubt_of(const Pictures& pictures) {
  const bool has_mask = pictures.contains(Part::mask), has_alpha = pictures.contains(Part::alpha);
  if (!has_mask && !has_alpha) return 0;
  const cv::Mat person = as_mat(pictures.at(has_mask ? Part::mask : Part::alpha).view());
  const double area = std::max(1.0, cv::sum(person)[0]);
  if (has_mask && has_alpha)
    return cv::norm(person, as_mat(pictures.at(Part::alpha).view()), cv::NORM_L1) / area;
  if (!pictures.contains(Part::trimap)) return 0;
  return 255.0 * double(count(as_mat(pictures.at(Part::trimap).view()) == trimap_unknown)) / area;
}

}  // namespace

Inspection inspect(const DataSet& data, const std::string& name, int tolerance) {
  Inspection result;
  Pictures pictures = read_parts(data, name, result.faults);
  compare_sizes(pictures, result.faults);
  check_trimap(pictures, result.faults);
  check_agreement(pictures, tolerance, result.faults);
  result.has_print = pictures.contains(Part::image);
  if (!result.has_print) return result;
  result.print = fingerprint(pictures.at(Part::image));
  result.doubt = doubt_of(pictures);
  return result;
}

}  // namespace shm
