#pragma once

#include <filesystem>

#include "shm/image.hpp"

namespace shm {

/// What a picture's channels become when it is read.
enum class ReadAs {
  rgb,    ///< colour; alpha dropped, grey spread over the channels
  rgba,   ///< colour and alpha; 255 where the file has none
  gray,   ///< luminance, or the one channel that the file has
  alpha,  ///< the alpha channel alone, as gray; BadInput where the file has none
  matte,  ///< as gray, what says where the person is: the alpha channel, or the one grey channel
          ///< (or three equal ones) of a picture without alpha; BadInput where there is neither
};

/// Reads a JPEG, PNG, WebP, TIFF, BMP ...; 16 bits become 8, EXIF rotation is applied.
/// Throws NotFound, or BadInput where the file is no whole picture: cut short, say.
SHM_API Image read_picture(const std::filesystem::path& file, ReadAs as);

/// The same as ReadAs::matte but as 0..1, 16 bits at their full precision; a cut-out that is opaque
/// everywhere is all person. Throws as read_picture does.
SHM_API Plane read_matte(const std::filesystem::path& file);

/// Writes a picture in the format that the extension names, under a temporary name first: what
/// stands under `file` is always whole (after a power cut: see Outlives::process). Throws
/// WriteError.
SHM_API void write_picture(const std::filesystem::path& file, const ImageView& image);

/// Whether the extension is one that read_picture knows.
SHM_API bool is_picture(const std::filesystem::path& file);

}  // namespace shm
