// SPDX-License-Identifier: MIT
// Keeps the worst for a contact sheet.

#include "shm-eval/worst_alphas.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "shm/picture.hpp"
#include "shm/sheet.hpp"

namespace shm::tools {
namespace {

std::uint8_t eight_bits(float value) {
  return std::uint8_t(std::lround(std::clamp(value, 0.0F, 1.0F) * 255));
}

Image eight_bits(const Plane& plane) {
  Image image(plane.width(), plane.height(), PixelFormat::gray);
  for (int y = 0; y < plane.height(); ++y)
    std::transform(plane.view().row(y), plane.view().row(y) + plane.width(), image.view().row(y),
                   [](float value) { return eight_bits(value); });
  return image;
}

Image difference(const Image& a, const Image& b) {
  Image result(a.width(), a.height(), PixelFormat::gray);
  for (int y = 0; y < a.height(); ++y)
    std::transform(a.view().row(y), a.view().row(y) + a.width(), b.view().row(y),
                   result.view().row(y),
                   [](int left, int right) { return std::uint8_t(std::abs(left - right)); });
  return result;
}

std::string label(const Sample& sample, const MetricField& metric, double value) {
  char text[32];
  std::snprintf(text, sizeof text, ": %s %.4g", metric.name, value);
  return sample.name + text;
}

}  // namespace

bool WorstAlphas::worse(const Entry& a, const Entry& b) const {
  if (a.value == b.value) return a.sample < b.sample;
  return metric_.greater_is_worse ? a.value > b.value : a.value < b.value;
}

void WorstAlphas::offer(std::size_t sample, const Metrics& metrics, const Plane& alpha) {
  const std::lock_guard lock(mutex_);
  Entry entry{sample, metrics.*metric_.value, {}};
  const auto place = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& other) { return worse(entry, other); });
  if (std::size_t(place - entries_.begin()) >= count_) return;
  entry.alpha = eight_bits(alpha);
  entries_.insert(place, std::move(entry));
  if (entries_.size() > count_) entries_.pop_back();
}

Image WorstAlphas::sheet(const std::vector<Sample>& samples) const {
  const bool photographs = std::all_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return !samples[entry.sample].photograph.empty();
  });
  std::vector<std::string> columns = {"alpha", "truth", "error"};
  if (photographs) columns.insert(columns.begin(), "photograph");
  ContactSheet sheet(columns);
  for (const Entry& entry : entries_) {
    const Sample& sample = samples[entry.sample];
    const Image truth = eight_bits(read_matte(sample.truth));
    const Image error = difference(entry.alpha, truth);
    const Image photograph = photographs ? read_picture(sample.photograph, ReadAs::rgb) : Image();
    std::vector<ImageView> pictures = {entry.alpha, truth, error};
    if (photographs) pictures.insert(pictures.begin(), photograph);
    sheet.add_row(label(sample, metric_, entry.value), pictures);
  }
  return sheet.image();
}

}  // namespace shm::tools
