// SPDX-License-Identifier: MIT
// Tells near-duplicates among pictures.

#include "prep/fingerprint.hpp"

#include <algorithm>
#include <bit>
#include <opencv2/imgproc.hpp>

#include "image/mat.hpp"

namespace shm {
namespace {

constexpr int hash_side = 32;  // pHash's usual sizes: 8x8 frequencies of 32x32 luminances
constexpr int hash_frequencies = 8;
constexpr int thumbnail_side = 16;
constexpr double least_correlation = 0.98;

cv::Mat luminance(const ImageView& rgb, int side) {
  cv::Mat gray, small;
  cv::cvtColor(as_mat(rgb), gray, cv::COLOR_RGB2GRAY);
  cv::resize(gray, small, {side, side}, 0, 0, cv::INTER_AREA);
  return small;
}

std::uint64_t perceptual_hash(const ImageView& rgb) {
  cv::Mat values, spectrum;
  luminance(rgb, hash_side).convertTo(values, CV_32F);
  cv::dct(values, spectrum);
  const cv::Mat low = spectrum(cv::Rect(0, 0, hash_frequencies, hash_frequencies)).clone();
  std::array<float, 63> sorted{};  // without the first, which is the mean luminance
  std::copy_n(low.ptr<float>() + 1, sorted.size(), sorted.begin());
  std::nth_element(sorted.begin(), sorted.begin() + 31, sorted.end());
  std::uint64_t hash = 0;
  for (int i = 1; i < 64; ++i)
    hash |= std::uint64_t(low.ptr<float>()[i] > sorted[31]) << i;
  return hash;
}

double correlation(const Fingerprint& a, const Fingerprint& b) {
  const auto as_row = [](const Fingerprint& print) {
    cv::Mat values;
    cv::Mat(1, int(print.thumbnail.size()), CV_8U,
            const_cast<std::uint8_t*>(print.thumbnail.data()))
        .convertTo(values, CV_32F);
    return cv::Mat(values - cv::mean(values)[0]);
  };
  const cv::Mat x = as_row(a), y = as_row(b);
  const double norms = cv::norm(x) * cv::norm(y);
  return norms > 0 ? x.dot(y) / norms : 1;
}

}  // namespace

Fingerprint fingerprint(const ImageView& rgb) {
  Fingerprint print;
  print.hash = perceptual_hash(rgb);
  const cv::Mat small = luminance(rgb, thumbnail_side);
  std::copy_n(small.ptr<std::uint8_t>(), print.thumbnail.size(), print.thumbnail.begin());
  return print;
}

int hash_distance(const Fingerprint& a, const Fingerprint& b) {
  return std::popcount(a.hash ^ b.hash);
}

bool near_duplicates(const Fingerprint& a, const Fingerprint& b, int distance) {
  return hash_distance(a, b) <= distance && correlation(a, b) >= least_correlation;
}

}  // namespace shm
