// SPDX-License-Identifier: MIT
// Pictures with an orientation or a colour profile in their files, as cameras and editors write
// them.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <opencv2/imgcodecs.hpp>
#include <string>
#include <utility>
#include <vector>

#include "encoded_picture.hpp"

struct Tags {
  int orientation = 1;
  std::string profile;
  bool preview = false;  ///< of a TIFF: it calls itself a smaller copy
};

inline std::string number(std::uint32_t value, int bytes, bool big) {
  std::string text(std::size_t(bytes), '\0');
  for (int i = 0; i < bytes; ++i)
    text[std::size_t(big ? bytes - 1 - i : i)] = char(value >> (8 * i));
  return text;
}
inline std::string big16(std::uint32_t value) {
  return number(value, 2, true);
}
inline std::string big32(std::uint32_t value) {
  return number(value, 4, true);
}
inline std::string little16(std::uint32_t value) {
  return number(value, 2, false);
}
inline std::string little32(std::uint32_t value) {
  return number(value, 4, false);
}

/// One tag, without the "Exif" before it.
inline std::string exif(int orientation) {
  return std::string("MM\0*\0\0\0\x08\0\x01", 10) + big16(274) + big16(3) + big32(1) +
         big16(std::uint32_t(orientation)) + big16(0) + big32(0);
}

inline std::string jpeg_segment(const char* marker, const std::string& data) {
  return marker + big16(std::uint32_t(data.size()) + 2) + data;
}

/// The profile in two parts, as one of more than 64 KiB would be.
inline std::string tagged_jpeg(const cv::Mat& picture, const Tags& tags) {
  const std::string jpeg = encoded(".jpg", picture, {cv::IMWRITE_JPEG_QUALITY, 100});
  std::string head = jpeg_segment("\xFF\xE1", std::string("Exif\0\0", 6) + exif(tags.orientation));
  const std::string name("ICC_PROFILE\0", 12);
  const std::size_t half = tags.profile.size() / 2;
  if (half > 0)
    head += jpeg_segment("\xFF\xE2", name + "\x01\x02" + tags.profile.substr(0, half)) +
            jpeg_segment("\xFF\xE2", name + "\x02\x02" + tags.profile.substr(half));
  return jpeg.substr(0, 2) + head + jpeg.substr(2);
}

inline std::string png_chunk(const std::string& type, const std::string& data) {
  const std::string body = type + data;
  const auto sum = crc32(0, reinterpret_cast<const Bytef*>(body.data()), uInt(body.size()));
  return big32(std::uint32_t(data.size())) + body + big32(std::uint32_t(sum));
}

inline std::string deflated(const std::string& data) {
  std::string result(compressBound(data.size()), '\0');
  uLongf size = result.size();
  compress(reinterpret_cast<Bytef*>(result.data()), &size,
           reinterpret_cast<const Bytef*>(data.data()), data.size());
  return result.substr(0, size);
}

inline std::string tagged_png(const cv::Mat& picture, const Tags& tags) {
  constexpr std::size_t head = 33;  // signature and IHDR
  const std::string png = encoded(".png", picture);
  std::string chunks = png_chunk("eXIf", exif(tags.orientation));
  if (!tags.profile.empty())
    chunks += png_chunk("iCCP", std::string("a\0\0", 3) + deflated(tags.profile));
  return png.substr(0, head) + chunks + png.substr(head);
}

inline std::string riff_chunk(const std::string& type, const std::string& data) {
  return type + little32(std::uint32_t(data.size())) + data + std::string(data.size() % 2, '\0');
}

inline std::string tagged_webp(const cv::Mat& picture, const Tags& tags) {
  const std::string image = encoded(".webp", picture, {cv::IMWRITE_WEBP_QUALITY, 101}).substr(12);
  const auto side = [](int pixels) { return number(std::uint32_t(pixels) - 1, 3, false); };
  const char flags =
      char(0x08 | (tags.profile.empty() ? 0 : 0x20) | (picture.channels() == 4 ? 0x10 : 0));
  std::string body = "WEBP" + riff_chunk("VP8X", flags + std::string(3, '\0') + side(picture.cols) +
                                                     side(picture.rows));
  if (!tags.profile.empty()) body += riff_chunk("ICCP", tags.profile);
  body += image + riff_chunk("EXIF", exif(tags.orientation));
  return "RIFF" + little32(std::uint32_t(body.size())) + body;
}

/// Not compressed, of 8 or 16 bits.
inline std::string tagged_tiff(const cv::Mat& picture, const Tags& tags) {
  const auto channels = std::uint32_t(picture.channels());
  const auto bytes = std::uint32_t(picture.elemSize1());
  cv::Mat ordered = picture.clone();
  if (channels >= 3) {
    const std::vector<int> swap = {0, 2, 1, 1, 2, 0};
    cv::mixChannels({picture}, {ordered}, swap.data(), 3);
  }
  const std::string pixels(reinterpret_cast<const char*>(ordered.data),
                           ordered.total() * ordered.elemSize());
  std::string file = "II*" + std::string(1, '\0') + little32(0) + pixels;
  std::string directory;
  std::uint32_t entries = 0;
  const auto add = [&](std::uint32_t tag, std::uint32_t type,
                       const std::vector<std::uint32_t>& values) {
    std::string data;
    for (const std::uint32_t value : values)
      data += number(value, type == 3 ? 2 : 4, false);
    const std::string place = little32(std::uint32_t(file.size()));
    if (data.size() > 4) file += data;
    data.resize(4);
    directory += little16(tag) + little16(type) + little32(std::uint32_t(values.size())) +
                 (values.size() * (type == 3 ? 2 : 4) > 4 ? place : data);
    ++entries;
  };
  if (tags.preview) add(254, 4, {1});
  add(256, 4, {std::uint32_t(picture.cols)});
  add(257, 4, {std::uint32_t(picture.rows)});
  add(258, 3, std::vector<std::uint32_t>(channels, 8 * bytes));
  add(259, 3, {1});
  add(262, 3, {channels >= 3 ? 2U : 1U});
  add(273, 4, {8});
  add(274, 3, {std::uint32_t(tags.orientation)});
  add(277, 3, {channels});
  add(278, 4, {std::uint32_t(picture.rows)});
  add(279, 4, {std::uint32_t(pixels.size())});
  if (channels % 2 == 0) add(338, 3, {2});  // alpha is not multiplied in
  if (!tags.profile.empty()) {
    directory += little16(34675) + little16(7) + little32(std::uint32_t(tags.profile.size())) +
                 little32(std::uint32_t(file.size()));
    file += tags.profile;
    ++entries;
  }
  file.resize(file.size() + file.size() % 2);
  file.replace(4, 4, little32(std::uint32_t(file.size())));
  return file + little16(entries) + directory + little32(0);
}
