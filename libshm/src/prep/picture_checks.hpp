// SPDX-License-Identifier: MIT
// Sizes of pictures, told from little of their files.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "shm/image.hpp"

namespace shm {

/// Names both sizes where they differ, empty where they agree.
std::string size_fault(const ImageView& image, const ImageView& other, const std::string& what);
/// The same as BadInput.
void require_same_size(const ImageView& image, const ImageView& other, const std::string& what);

/// Bytes that work on a picture takes of which `png` (its mask, trimap or alpha) is one part; only
/// the file's header is read. 0 where that is no PNG: then the work itself will say so.
std::size_t memory_of(const std::filesystem::path& png, std::size_t bytes_per_pixel);

struct PictureSize {
  int width = 0;
  int height = 0;
};

/// From a PNG's header alone; 0x0 where the file is none.
PictureSize png_size(const std::filesystem::path& file);

}  // namespace shm
