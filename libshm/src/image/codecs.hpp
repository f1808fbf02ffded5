// SPDX-License-Identifier: MIT
// What decodes and encodes pictures. OpenCV's codecs map a hundred libraries, which take 140 ms and
// 37 MB of a process: the element, which reads no picture but a background, opens them when it
// meets one.
#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "image/picture_tags.hpp"

namespace shm {

struct Codecs {
  /// As cv::imdecode, with its flags: empty where the content is no whole picture. Throws BadInput.
  cv::Mat (*decode)(std::string_view content, int flags);
  /// As cv::imencode: a file's content. Throws WriteError.
  std::string (*encode)(const std::string& extension, const cv::Mat& picture,
                        const std::vector<int>& parameters);
  // As image/heif.hpp says.
  cv::Mat (*decode_heif)(std::string_view content);
  PictureTags (*heif_tags)(std::string_view content);
  // As image/decode_jpeg.hpp says.
  cv::Mat (*decode_jpeg)(std::string_view content, bool gray);
};

/// Goes up whenever Codecs, or what it hands out, changes shape.
inline constexpr const char* codecs_symbol = "shm_codecs_5";
using CodecsFunction = const Codecs* (*)();

/// Those that the program has linked, or opens libshmmatting-codecs.so, once, beside this library;
/// SHM_CODECS_LIBRARY in the environment names another file. Throws Error with the remedy.
const Codecs& codecs();

}  // namespace shm
