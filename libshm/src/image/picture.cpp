// SPDX-License-Identifier: MIT
// Pictures from files and into files.

#include "shm/picture.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "image/codecs.hpp"
#include "image/decode.hpp"
#include "image/mat.hpp"
#include "image/matte_channel.hpp"
#include "image/picture_tags.hpp"
#include "image/picture_type.hpp"
#include "image/resize.hpp"
#include "shm/error.hpp"
#include "shm/whole_file.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;

constexpr std::array extensions = {".jpg", ".jpeg", ".jpe",  ".jfif", ".png", ".webp",
                                   ".tif", ".tiff", ".bmp",  ".pbm",  ".pgm", ".ppm",
                                   ".pnm", ".heic", ".heif", ".avif"};

std::string lower(std::string extension) {
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return char(std::tolower(c)); });
  return extension;
}

/// Of others none is written.
PictureType written_type(const std::string& extension) {
  if (extension == ".png") return PictureType::png;
  if (extension == ".webp") return PictureType::webp;
  constexpr std::array jpegs = {".jpg", ".jpeg", ".jpe", ".jfif"};
  return std::ranges::find(jpegs, extension) != jpegs.end() ? PictureType::jpeg
                                                            : PictureType::unknown;
}

/// OpenCV's code for the conversion, or -1 where the channels are right as they are.
int conversion(int channels, ReadAs as) {
  switch (as) {
    case ReadAs::rgb:
      return channels == 1   ? cv::COLOR_GRAY2RGB
             : channels == 3 ? cv::COLOR_BGR2RGB
                             : cv::COLOR_BGRA2RGB;
    case ReadAs::rgba:
      return channels == 1   ? cv::COLOR_GRAY2RGBA
             : channels == 3 ? cv::COLOR_BGR2RGBA
                             : cv::COLOR_BGRA2RGBA;
    case ReadAs::gray:
      return channels == 1 ? -1 : channels == 3 ? cv::COLOR_BGR2GRAY : cv::COLOR_BGRA2GRAY;
    case ReadAs::alpha:
    case ReadAs::matte: break;  // one of the file's channels, not a conversion
  }
  return -1;
}

PixelFormat format_of(ReadAs as) {
  return as == ReadAs::rgb    ? PixelFormat::rgb
         : as == ReadAs::rgba ? PixelFormat::rgba
                              : PixelFormat::gray;
}

/// Empty where it cannot be read.
std::string start_of(const fs::path& file) {
  std::string start(type_bytes, '\0');
  std::ifstream stream(file, std::ios::binary);
  stream.read(start.data(), std::streamsize(start.size()));
  start.resize(std::size_t(stream.gcount()));
  return start;
}

PictureType type_of(const fs::path& file) {
  return picture_type(start_of(file));
}

/// Of a file that is no picture the start, by which it is refused: a film may be larger than
/// memory.
std::string content_of(const fs::path& file) {
  std::error_code unknown;
  if (!fs::is_regular_file(file, unknown)) return read_whole_file(file);
  const std::string start = start_of(file);
  return start.empty() || is_read(picture_type(start)) ? read_whole_file(file) : start;
}

[[noreturn]] void fail_for_colors(const std::string& name) {
  throw BadInput("colours, and no alpha channel, in " + name);
}

void extract(const cv::Mat& picture, ReadAs as, const std::string& name, cv::Mat& target) {
  const cv::Mat channel = as == ReadAs::alpha ? alpha_channel(picture) : matte_channel(picture);
  if (channel.empty() && as == ReadAs::alpha) throw BadInput("no alpha channel: " + name);
  if (channel.empty()) fail_for_colors(name);
  channel.copyTo(target);
}

void convert(const cv::Mat& picture, ReadAs as, cv::Mat& target) {
  const int code = conversion(picture.channels(), as);
  if (code < 0)
    picture.copyTo(target);
  else
    cv::cvtColor(picture, target, code);
}

cv::Mat in_opencv_order(const ImageView& image) {
  cv::Mat pixels = as_mat(image);
  cv::Mat result;
  switch (image.format) {
    case PixelFormat::gray:
    case PixelFormat::bgr:
    case PixelFormat::bgra: return pixels;
    case PixelFormat::rgb: cv::cvtColor(pixels, result, cv::COLOR_RGB2BGR); return result;
    case PixelFormat::rgba: cv::cvtColor(pixels, result, cv::COLOR_RGBA2BGRA); return result;
    default: throw InvalidOption("write_picture: takes gray, rgb, bgr, rgba or bgra");
  }
}

}  // namespace

Image decode_picture(const std::string& content, ReadAs as, const std::string& name) {
  const cv::Mat picture = decode_eight_bits(content, as, name);
  Image image(picture.cols, picture.rows, format_of(as));
  cv::Mat target = as_mat(image.view());
  if (as == ReadAs::alpha || as == ReadAs::matte)
    extract(picture, as, name, target);
  else
    convert(picture, as, target);
  return image;
}

Image read_picture(const fs::path& file, ReadAs as) {
  return decode_picture(content_of(file), as, file.string());
}

Plane read_matte(const fs::path& file) {
  const cv::Mat picture = decode(content_of(file), ReadAs::matte, file.string());
  cv::Mat channel = matte_channel(picture);
  if (channel.empty()) channel = alpha_channel(picture);
  if (channel.empty()) fail_for_colors(file.string());
  Plane matte(channel.cols, channel.rows);
  cv::Mat target = as_mat(matte.view());
  channel.convertTo(target, CV_32F, 1 / white(channel));
  return matte;
}

Image picture_within(Image picture, int longest) {
  const cv::Mat pixels = as_mat(picture.view());
  if (std::max(pixels.cols, pixels.rows) <= longest) return picture;
  const cv::Size size = size_within(pixels.size(), longest);
  Image result(size.width, size.height, picture.format());
  cv::Mat target = as_mat(result.view());
  Resizer().resize(pixels, target, size);
  return result;
}

std::string encode_picture(const std::string& extension, const ImageView& image) {
  return codecs().encode(written_type(lower(extension)), in_opencv_order(image), usual_quality);
}

void write_picture(const fs::path& file, const ImageView& image) {
  std::string content;
  try {
    content = encode_picture(file.extension().string(), image);
  } catch (const WriteError& error) {
    throw WriteError("cannot write " + file.string() + ": " + error.what());
  }
  write_whole_file(file, content, Outlives::process);
}

bool has_picture_name(const fs::path& file) {
  return std::ranges::find(extensions, lower(file.extension().string())) != extensions.end();
}

bool is_picture(const fs::path& file) {
  std::error_code unknown;
  if (!fs::is_regular_file(file, unknown)) return false;
  return has_picture_name(file) || is_read(type_of(file));
}

bool is_unread_picture(const fs::path& file) {
  return type_of(file) > PictureType::gif;
}

bool starts_as_picture(std::string_view content) {
  return is_read(picture_type(content));
}

bool holds_more_pictures(std::string_view content) {
  return picture_tags(content).more_pictures;
}

}  // namespace shm
