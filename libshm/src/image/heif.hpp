// SPDX-License-Identifier: MIT
// HEIC and AVIF: phones' pictures.
#pragma once

#include <opencv2/core.hpp>
#include <string_view>

#include "image/picture_tags.hpp"

namespace shm {

/// BGR or BGRA of 8 bits, upright; empty where the file is no whole picture. Throws BadInput where
/// this build reads none, or no such codec is installed.
cv::Mat decode_heif(std::string_view content);

/// With its EXIF as it stands in the file.
PictureTags heif_tags(std::string_view content);

}  // namespace shm
