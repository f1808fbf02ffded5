// SPDX-License-Identifier: MIT
// What a file is, told by its first bytes.
#pragma once

#include <cstddef>
#include <string_view>

namespace shm {

enum class PictureType {
  unknown,
  jpeg,
  png,
  webp,
  tiff,
  bmp,
  pnm,
  heif,
  gif,
  jpeg_xl,
  jpeg_2000,
  jpeg_xr,
  photoshop,
  camera_raw,
  open_exr,
  radiance,
  dds,
  pam
};

/// As many bytes from a file's start as tell its type.
constexpr std::size_t type_bytes = 32;

PictureType picture_type(std::string_view content);

/// Whether there is a decoder for it; for HEIC and AVIF it may not be in this build.
bool is_read(PictureType type);

/// As people call it: "GIF".
const char* name_of(PictureType type);

}  // namespace shm
