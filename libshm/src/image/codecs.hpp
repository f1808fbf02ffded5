// SPDX-License-Identifier: MIT
// What decodes and encodes pictures by libraries of their formats: the element, which reads no
// picture but a background, opens them when it meets one.
#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <string_view>

#include "image/picture_tags.hpp"
#include "image/picture_type.hpp"

namespace shm {

/// What is wanted of a picture. A decoder leaves out what it can for less than all costs, and
/// leaves the rest to whoever asked.
enum class Channels { gray, color, all };

/// Of a JPEG of which no quality is said.
inline constexpr int usual_quality = 95;

struct Codecs {
  /// A JPEG, PNG, WebP, TIFF, HEIC or AVIF as image/decoders.hpp and image/heif.hpp have it: grey,
  /// BGR or BGRA, empty where the content is no whole picture. Throws BadInput.
  cv::Mat (*decode)(std::string_view content, PictureType type, Channels wanted);
  PictureTags (*heif_tags)(std::string_view content);
  /// The content of a JPEG (of that quality), PNG or WebP. Throws WriteError.
  std::string (*encode)(PictureType type, const cv::Mat& picture, int quality);
};

/// Goes up whenever Codecs, or what it hands out, changes shape.
inline constexpr const char* codecs_symbol = "shm_codecs_6";
using CodecsFunction = const Codecs* (*)();

/// Those that the program has linked, or opens libshmmatting-codecs.so, once, beside this library;
/// SHM_CODECS_LIBRARY in the environment names another file. Throws Error with the remedy.
const Codecs& codecs();

}  // namespace shm
