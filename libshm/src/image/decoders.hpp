// SPDX-License-Identifier: MIT
// Pixels of each format. Empty where the content is no whole picture; nothing is ever written to
// standard error.
#pragma once

#include <opencv2/core.hpp>
#include <string_view>

#include "image/codecs.hpp"

namespace shm {

/// BGR or grey, as it lies in the file; empty, too, where its codes make no sense, of which libjpeg
/// makes grey or shifted blocks.
cv::Mat decode_jpeg(std::string_view content, Channels wanted);

/// Grey, BGR or BGRA of 8 or 16 bits.
cv::Mat decode_png(std::string_view content, Channels wanted);

/// BGR or BGRA.
cv::Mat decode_webp(std::string_view content);

/// Grey, BGR or BGRA of 8 bits, 16 bits or floats, as it lies in the file. With alphas of 8 bits
/// colours are multiplied.
cv::Mat decode_tiff(std::string_view content);

/// Grey, BGR, or BGRA where the header says that there is alpha.
cv::Mat decode_bmp(std::string_view content);

/// Grey or BGR of 8 or 16 bits; what the header calls white is all bits.
cv::Mat decode_pnm(std::string_view content);

}  // namespace shm
