// SPDX-License-Identifier: MIT
// What a file is, told by its first bytes.

#include "image/picture_type.hpp"

#include <algorithm>
#include <array>

namespace shm {
namespace {

using namespace std::string_view_literals;

struct Signature {
  PictureType type;
  std::size_t place;
  std::string_view bytes;
};

constexpr std::array signatures = {
    Signature{PictureType::jpeg, 0, "\xFF\xD8\xFF"sv},
    Signature{PictureType::png, 0, "\x89PNG\r\n\x1A\n"sv},
    Signature{PictureType::camera_raw, 8, "CR\x02\0"sv},  // Canon's, in a TIFF
    Signature{PictureType::camera_raw, 4, "ftypcrx "sv},
    Signature{PictureType::camera_raw, 0, "FUJIFILMCCD-RAW"sv},
    Signature{PictureType::camera_raw, 0, "IIRO"sv},  // Olympus
    Signature{PictureType::camera_raw, 0, "IIRS"sv},
    Signature{PictureType::camera_raw, 0, "IIU\0"sv},  // Panasonic
    Signature{PictureType::tiff, 0, "II*\0"sv},
    Signature{PictureType::tiff, 0, "MM\0*"sv},
    Signature{PictureType::tiff, 0, "II+\0"sv},  // BigTIFF
    Signature{PictureType::tiff, 0, "MM\0+"sv},
    Signature{PictureType::gif, 0, "GIF8"sv},
    Signature{PictureType::jpeg_xl, 0, "\xFF\x0A"sv},
    Signature{PictureType::jpeg_xl, 4, "JXL \r\n"sv},
    Signature{PictureType::jpeg_2000, 4, "jP  "sv},
    Signature{PictureType::jpeg_2000, 0, "\xFF\x4F\xFF\x51"sv},
    Signature{PictureType::jpeg_xr, 0, "II\xBC\x01"sv},
    Signature{PictureType::photoshop, 0, "8BPS"sv},
    Signature{PictureType::open_exr, 0, "\x76\x2F\x31\x01"sv},
    Signature{PictureType::radiance, 0, "#?RADIANCE"sv},
    Signature{PictureType::dds, 0, "DDS \x7C"sv},
    Signature{PictureType::pam, 0, "P7\n"sv},
    Signature{PictureType::heif, 4, "ftypheic"sv},
    Signature{PictureType::heif, 4, "ftypheix"sv},
    Signature{PictureType::heif, 4, "ftypheim"sv},
    Signature{PictureType::heif, 4, "ftypheis"sv},
    Signature{PictureType::heif, 4, "ftyphevc"sv},
    Signature{PictureType::heif, 4, "ftypmif1"sv},
    Signature{PictureType::heif, 4, "ftypmsf1"sv},
    Signature{PictureType::heif, 4, "ftypavif"sv},
    Signature{PictureType::heif, 4, "ftypavis"sv},
};

bool has(std::string_view content, std::size_t place, std::string_view bytes) {
  return content.size() >= place && content.substr(place).starts_with(bytes);
}

/// "P1" to "P6" and white space, or a comment.
bool is_pnm(std::string_view content) {
  return content.size() > 2 && content[0] == 'P' && content[1] >= '1' && content[1] <= '6' &&
         "\t\n\r #"sv.find(content[2]) != std::string_view::npos;
}

/// "BM" starts many a text; the header's length, 12 to 124, does not.
bool is_bmp(std::string_view content) {
  return has(content, 0, "BM"sv) && has(content, 15, "\0\0\0"sv);
}

}  // namespace

PictureType picture_type(std::string_view content) {
  const auto found = std::ranges::find_if(
      signatures, [&](const Signature& s) { return has(content, s.place, s.bytes); });
  if (found != signatures.end()) return found->type;
  if (has(content, 0, "RIFF"sv) && has(content, 8, "WEBP"sv)) return PictureType::webp;
  if (is_pnm(content)) return PictureType::pnm;
  return is_bmp(content) ? PictureType::bmp : PictureType::unknown;
}

bool is_read(PictureType type) {
  return type >= PictureType::jpeg && type <= PictureType::heif;
}

const char* name_of(PictureType type) {
  constexpr std::array names = {"picture",
                                "JPEG",
                                "PNG",
                                "WebP",
                                "TIFF",
                                "BMP",
                                "PNM",
                                "HEIC or AVIF",
                                "GIF",
                                "JPEG XL",
                                "JPEG 2000",
                                "JPEG XR",
                                "Photoshop file",
                                "camera's raw file",
                                "OpenEXR",
                                "Radiance HDR",
                                "DDS",
                                "PAM"};
  return names[std::size_t(type)];
}

}  // namespace shm
