#include "shm/picture.hpp"

#include <algorithm>
#include <array>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "image/jpeg.hpp"
#include "image/mat.hpp"
#include "image/matte_channel.hpp"
#include "shm/error.hpp"
#include "shm/whole_file.hpp"

namespace shm {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 9> extensions = {".jpg",  ".jpeg", ".png", ".webp", ".tif",
                                                   ".tiff", ".bmp",  ".ppm", ".pgm"};

std::string lower_extension(const fs::path& file) {
  std::string extension = file.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return char(std::tolower(c)); });
  return extension;
}

cv::Mat decode(const std::string& bytes, int flags, const fs::path& file) {
  try {
    const cv::Mat raw(1, int(bytes.size()), CV_8UC1, const_cast<char*>(bytes.data()));  // NOLINT
    return bytes.empty() ? cv::Mat() : cv::imdecode(raw, flags);
  } catch (const cv::Exception& error) {
    throw BadInput("cannot read the picture " + file.string() + ": " + error.err);
  }
}

cv::Mat eight_bit(const cv::Mat& picture) {
  if (picture.depth() == CV_8U) return picture;
  cv::Mat result;
  picture.convertTo(result, CV_8U, 255 / white(picture));
  return result;
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

/// OpenCV keeps alpha only in a mode that ignores EXIF, so alpha is asked for only where wanted and
/// possible.
int read_flags(ReadAs as, bool may_have_alpha) {
  const bool alpha_wanted = as == ReadAs::rgba || as == ReadAs::alpha || as == ReadAs::matte;
  if (may_have_alpha && alpha_wanted) return cv::IMREAD_UNCHANGED;
  return cv::IMREAD_ANYDEPTH | (as == ReadAs::gray ? cv::IMREAD_GRAYSCALE : cv::IMREAD_COLOR);
}

cv::Mat decode_whole(const fs::path& file, ReadAs as) {
  const std::string bytes = read_whole_file(file);
  const bool jpeg = is_jpeg(bytes);
  const cv::Mat picture =
      jpeg && !jpeg_is_whole(bytes) ? cv::Mat() : decode(bytes, read_flags(as, !jpeg), file);
  if (picture.empty()) throw BadInput("not a whole picture: " + file.string());
  return picture;
}

[[noreturn]] void fail_for_colors(const fs::path& file) {
  throw BadInput("colours, and no alpha channel, in " + file.string());
}

void extract(const cv::Mat& picture, ReadAs as, const fs::path& file, cv::Mat& target) {
  const cv::Mat channel = as == ReadAs::alpha ? alpha_channel(picture) : matte_channel(picture);
  if (channel.empty() && as == ReadAs::alpha) throw BadInput("no alpha channel: " + file.string());
  if (channel.empty()) fail_for_colors(file);
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
  const cv::Mat pixels = as_mat(image);
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

Image read_picture(const fs::path& file, ReadAs as) {
  const cv::Mat picture = eight_bit(decode_whole(file, as));
  Image image(picture.cols, picture.rows, format_of(as));
  cv::Mat target = as_mat(image.view());
  if (as == ReadAs::alpha || as == ReadAs::matte)
    extract(picture, as, file, target);
  else
    convert(picture, as, target);
  return image;
}

Plane read_matte(const fs::path& file) {
  const cv::Mat picture = decode_whole(file, ReadAs::matte);
  cv::Mat channel = matte_channel(picture);
  if (channel.empty()) channel = alpha_channel(picture);
  if (channel.empty()) fail_for_colors(file);
  Plane matte(channel.cols, channel.rows);
  cv::Mat target = as_mat(matte.view());
  channel.convertTo(target, CV_32F, 1 / white(channel));
  return matte;
}

void write_picture(const fs::path& file, const ImageView& image) {
  const cv::Mat pixels = in_opencv_order(image);
  std::vector<unsigned char> bytes;
  try {
    if (!cv::imencode(lower_extension(file), pixels, bytes))
      throw WriteError("cannot write " + file.string() + ": the picture cannot be encoded");
  } catch (const cv::Exception& error) {
    throw WriteError("cannot write " + file.string() + ": " + error.err);
  }
  write_whole_file(file, std::as_bytes(std::span(bytes)), Outlives::process);
}

bool is_picture(const fs::path& file) {
  const std::string extension = lower_extension(file);
  return std::find(extensions.begin(), extensions.end(), extension) != extensions.end();
}

}  // namespace shm
