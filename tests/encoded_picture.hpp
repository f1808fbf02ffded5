// SPDX-License-Identifier: MIT
// A picture's file.
#pragma once

#include <opencv2/imgcodecs.hpp>
#include <string>
#include <vector>

inline std::string encoded(const char* extension, const cv::Mat& picture,
                           const std::vector<int>& parameters = {}) {
  std::vector<unsigned char> bytes;
  cv::imencode(extension, picture, bytes, parameters);
  return {bytes.begin(), bytes.end()};
}
