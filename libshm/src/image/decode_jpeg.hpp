// SPDX-License-Identifier: MIT
// Pixels of a JPEG, by libjpeg itself.
#pragma once

#include <opencv2/core.hpp>
#include <string_view>

namespace shm {

/// BGR or grey, as it lies in the file; empty where it cannot be read, or where its codes make no
/// sense, of which libjpeg makes grey or shifted blocks. Nothing is written to standard error, to
/// which libjpeg else says even of sound pictures what it met.
cv::Mat decode_jpeg(std::string_view content, bool gray);

}  // namespace shm
