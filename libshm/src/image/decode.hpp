// SPDX-License-Identifier: MIT
// Pixels from a picture's file, whatever its format.
#pragma once

#include <opencv2/core.hpp>
#include <string>

#include "shm/picture.hpp"

namespace shm {

/// Grey, BGR or BGRA as the file has it, upright, 8 or 16 bits; `as` says which channels are
/// wanted. Throws BadInput.
cv::Mat decode(const std::string& content, ReadAs as, const std::string& name);

/// The same of 8 bits, in sRGB where colours are wanted.
cv::Mat decode_eight_bits(const std::string& content, ReadAs as, const std::string& name);

/// Colours, and alpha where there is one, of 16 bits in sRGB.
cv::Mat decode_sixteen_bits(const std::string& content, const std::string& name);

}  // namespace shm
