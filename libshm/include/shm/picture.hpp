// SPDX-License-Identifier: MIT
// Pictures from files and into files: the one reader and writer of every program and part.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

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

/// Reads a JPEG, PNG, WebP, TIFF, BMP, PNM, HEIC or AVIF, told by its content: 16 bits become 8, it
/// is turned as its orientation says, and colours become sRGB where a profile says that they are
/// not. Of several pictures it takes the first. Throws NotFound, or BadInput where the file is no
/// whole picture (cut short, say) or of a format that this build does not read.
SHM_API Image read_picture(const std::filesystem::path& file, ReadAs as);

/// The same from a file's content; errors call it `name`.
SHM_API Image decode_picture(const std::string& content, ReadAs as, const std::string& name);

/// The same as ReadAs::matte but as 0..1, 16 bits at their full precision; a cut-out that is opaque
/// everywhere is all person. Throws as read_picture does.
SHM_API Plane read_matte(const std::filesystem::path& file);

/// A picture of the same shape whose sides are at most `longest` pixels; itself where they are.
SHM_API Image picture_within(Image picture, int longest);

/// Writes a picture as the PNG, JPEG or WebP that the extension names, under a temporary name
/// first: what stands under `file` is always whole (after a power cut: see Outlives::process).
/// Pixels alone are written: no place, date or camera. Throws WriteError, for any other extension,
/// too.
SHM_API void write_picture(const std::filesystem::path& file, const ImageView& image);

/// What write_picture would write under a name with this extension (".png").
SHM_API std::string encode_picture(const std::string& extension, const ImageView& image);

/// Whether a file is a picture: by its content, or, where that is damaged, by its name. Pipes and
/// what cannot be looked at are none.
SHM_API bool is_picture(const std::filesystem::path& file);

/// Whether a file's content is that of a picture which is refused by name: not a GIF, which moves.
SHM_API bool is_unread_picture(const std::filesystem::path& file);

/// Whether content is that of a picture, as far as its first 32 bytes tell.
SHM_API bool starts_as_picture(std::string_view content);

/// Whether the extension is one that pictures have.
SHM_API bool has_picture_name(const std::filesystem::path& file);

/// Whether a picture's content holds more pictures than the one that is read: an animation, pages.
SHM_API bool holds_more_pictures(std::string_view content);

/// Whether a PNG is there with its end, which one lacks that was cut short or never left the cache.
/// Reads no more than that.
SHM_API bool is_whole_png(const std::filesystem::path& file);

}  // namespace shm
