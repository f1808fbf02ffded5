// SPDX-License-Identifier: MIT
// Contact sheets of a check.

#include <algorithm>
#include <cstdio>

#include "image/mat.hpp"
#include "shm/check.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"
#include "shm/sheet.hpp"
#include "shm/trimap.hpp"

namespace shm {
namespace {

/// A part of a picture, or one grey pixel where that cannot be shown.
Image part_or_blank(const DataSet& data, Part part, const std::string& name) {
  const bool has_colors = part == Part::image || part == Part::foreground;
  try {
    return read_picture(data.file(part, name), has_colors ? ReadAs::rgb : ReadAs::gray);
  } catch (const Error&) {
    Image blank(1, 1, PixelFormat::gray);
    blank.view().row(0)[0] = trimap_unknown;
    return blank;
  }
}

/// The picture with its alpha, where both have one size.
Image cut_out(const ImageView& image, const ImageView& alpha) {
  Image result(image.width, image.height, PixelFormat::rgba);
  cv::Mat pixels = as_mat(result.view());
  const bool is_rgb = image.format == PixelFormat::rgb;
  const bool fits = is_rgb && image.width == alpha.width && image.height == alpha.height;
  if (!fits) return result;
  const cv::Mat sources[] = {as_mat(image), as_mat(alpha)};
  const int from_to[] = {0, 0, 1, 1, 2, 2, 3, 3};
  cv::mixChannels(sources, 2, &pixels, 1, from_to, 4);
  return result;
}

/// Contact sheets of a data set: the parts that are there, and the cut-out that they make.
class DataSheet {
 public:
  explicit DataSheet(const DataSet& data)
      : data_(data), parts_(data.parts()), sheet_(titles(parts_)) {}

  void add(const std::string& name, const std::string& label) {
    std::vector<Image> pictures(parts_.size());
    std::ranges::transform(parts_, pictures.begin(),
                           [&](Part part) { return part_or_blank(data_, part, name); });
    const bool has_alpha = std::ranges::find(parts_, Part::alpha) != parts_.end();
    const Part matte = has_alpha ? Part::alpha : Part::mask;
    pictures.push_back(
        cut_out(part_or_blank(data_, Part::image, name), part_or_blank(data_, matte, name)));
    sheet_.add_row(label, {pictures.begin(), pictures.end()});
  }

  Image image() const { return sheet_.image(); }

 private:
  static std::vector<std::string> titles(const std::vector<Part>& parts) {
    std::vector<std::string> titles(parts.size());
    std::ranges::transform(parts, titles.begin(), [](Part part) { return to_string(part); });
    titles.emplace_back("cut-out");
    return titles;
  }

  const DataSet& data_;
  std::vector<Part> parts_;
  ContactSheet sheet_;
};

std::string percent(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f%%", 100 * share);
  return text;
}

}  // namespace

Image sample_sheet(const DataSet& data, const CheckReport& report) {
  DataSheet sheet(data);
  for (const std::string& name : report.samples)
    sheet.add(name, name);
  return sheet.image();
}

Image worst_sheet(const DataSet& data, const CheckReport& report) {
  DataSheet sheet(data);
  for (const Suspect& suspect : report.worst)
    sheet.add(suspect.name, suspect.name + "  doubt " + percent(suspect.doubt));
  return sheet.image();
}

}  // namespace shm
