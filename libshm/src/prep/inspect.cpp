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
      if (std::error_code error; fs::exists(file, error))
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

using Faults = std::vector<std::string>;

cv::Mat pixels_of(const Pictures& pictures, Part part) {
  return as_mat(pictures.at(part).view());
}

void add_contradictions(std::size_t pixels, const char* what, const char* against, Faults& faults) {
  if (pixels > 0)
    faults.push_back(std::string(what) + ": " + std::to_string(pixels) +
                     " pixels are not what the " + against + " knows of them");
}

/// Pixels of a matte that leave what a trimap knows of them by more than the tolerance.
std::size_t contradictions(const cv::Mat& matte, const cv::Mat& trimap, int tolerance) {
  return count((trimap == trimap_background) & (matte > tolerance)) +
         count((trimap == trimap_foreground) & (matte < 255 - tolerance));
}

/// A mask's edge may lie a tenth of the person away from alpha's.
cv::Mat known_of(const Image& mask) {
  return as_mat(trimap_from_mask(mask, {.relative = 0.1}).view()).clone();
}

/// Where the person alone is seen, colours of the foreground that are not the picture's.
std::size_t strange_colors(const Pictures& pictures, int tolerance) {
  cv::Mat difference, alike;
  cv::absdiff(pixels_of(pictures, Part::image), pixels_of(pictures, Part::foreground), difference);
  cv::inRange(difference, cv::Scalar::all(0), cv::Scalar::all(tolerance), alike);
  return count((pixels_of(pictures, Part::alpha) == 255) & ~alike);
}

/// Alpha's opposite is all that a mask excludes: hair is softer than masks are.
void check_agreement(const Pictures& pictures, int tolerance, Faults& faults) {
  const auto has = [&](Part part) { return pictures.contains(part); };
  const auto pixels = [&](Part part) { return pixels_of(pictures, part); };
  if (has(Part::trimap) && has(Part::mask))
    add_contradictions(contradictions(pixels(Part::mask), pixels(Part::trimap), 127), "mask",
                       "trimap", faults);
  if (has(Part::trimap) && has(Part::alpha))
    add_contradictions(contradictions(pixels(Part::alpha), pixels(Part::trimap), tolerance),
                       "alpha", "trimap", faults);
  else if (has(Part::mask) && has(Part::alpha))
    add_contradictions(
        contradictions(pixels(Part::alpha), known_of(pictures.at(Part::mask)), 254 - tolerance),
        "alpha", "mask", faults);
  if (has(Part::image) && has(Part::alpha) && has(Part::foreground))
    add_contradictions(strange_colors(pictures, tolerance), "foreground", "image", faults);
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
  result.has_print = pictures.contains(Part::image);
  if (!result.has_print) return result;
  check_agreement(pictures, tolerance, result.faults);
  result.print = fingerprint(pictures.at(Part::image));
  result.doubt = doubt_of(pictures);
  return result;
}

}  // namespace shm
