// SPDX-License-Identifier: MIT
// Pixels of a TIFF, by libtiff.
#include <tiffio.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <opencv2/imgproc.hpp>

#include "base/release.hpp"
#include "image/decoders.hpp"
#include "image/mat.hpp"
#include "image/size_text.hpp"

namespace shm {
namespace {

using Options = std::unique_ptr<TIFFOpenOptions, Release<TIFFOpenOptionsFree>>;
using File = std::unique_ptr<TIFF, Release<TIFFClose>>;

/// What libtiff reads from.
struct Source {
  std::string_view content;
  toff_t at = 0;
};

tmsize_t on_read(thandle_t handle, void* target, tmsize_t size) {
  Source& source = *static_cast<Source*>(handle);
  const std::size_t at = std::min<std::size_t>(source.at, source.content.size());
  const std::size_t read =
      source.content.substr(at).copy(static_cast<char*>(target), std::size_t(size));
  source.at += read;
  return tmsize_t(read);
}

tmsize_t on_write(thandle_t /*handle*/, void* /*bytes*/, tmsize_t /*size*/) {
  return 0;
}

toff_t on_seek(thandle_t handle, toff_t offset, int from) {
  Source& source = *static_cast<Source*>(handle);
  const toff_t start = from == SEEK_CUR ? source.at : from == SEEK_END ? source.content.size() : 0;
  return source.at = start + offset;
}

int on_close(thandle_t /*handle*/) {
  return 0;
}

toff_t on_size(thandle_t handle) {
  return static_cast<Source*>(handle)->content.size();
}

/// Without it libtiff refuses tiles that are not compressed and of no multiple of 1024 bytes.
int on_map(thandle_t handle, void** start, toff_t* size) {
  const std::string_view content = static_cast<Source*>(handle)->content;
  *start = const_cast<char*>(content.data());  // NOLINT: it only reads
  *size = content.size();
  return 1;
}

void on_unmap(thandle_t /*handle*/, void* /*start*/, toff_t /*size*/) {}

int say_nothing(TIFF* /*file*/, void* /*user*/, const char* /*module*/, const char* /*format*/,
                va_list /*values*/) {
  constexpr int said = 1;
  return said;
}

/// Of this file alone: other users of libtiff in the process keep their handlers.
File opened(Source& source) {
  constexpr tmsize_t largest_block = most_pixels * 4 * sizeof(std::uint16_t);
  const Options options(TIFFOpenOptionsAlloc());
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), say_nothing, nullptr);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), say_nothing, nullptr);
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), largest_block);
  return File(TIFFClientOpenExt("", "r", &source, on_read, on_write, on_seek, on_close, on_size,
                                on_map, on_unmap, options.get()));
}

template <typename Number>
Number number(TIFF* file, std::uint32_t tag) {
  Number value = 0;
  TIFFGetFieldDefaulted(file, tag, &value);
  return value;
}

/// Whether the first of the samples beside the colours is alpha.
bool has_alpha(TIFF* file) {
  std::uint16_t count = 0;
  const std::uint16_t* kinds = nullptr;
  return TIFFGetFieldDefaulted(file, TIFFTAG_EXTRASAMPLES, &count, &kinds) != 0 && count > 0 &&
         kinds[0] != EXTRASAMPLE_UNSPECIFIED;
}

/// How a picture lies in the file.
struct Layout {
  explicit Layout(TIFF* file)
      : width(number<std::uint32_t>(file, TIFFTAG_IMAGEWIDTH)),
        height(number<std::uint32_t>(file, TIFFTAG_IMAGELENGTH)),
        bits(number<std::uint16_t>(file, TIFFTAG_BITSPERSAMPLE)),
        samples(number<std::uint16_t>(file, TIFFTAG_SAMPLESPERPIXEL)),
        tiled(TIFFIsTiled(file) != 0),
        block_width(tiled ? number<std::uint32_t>(file, TIFFTAG_TILEWIDTH) : width),
        block_height(
            number<std::uint32_t>(file, tiled ? TIFFTAG_TILELENGTH : TIFFTAG_ROWSPERSTRIP)) {
    has_colors = TIFFGetField(file, TIFFTAG_PHOTOMETRIC, &colors) != 0;
    is_gray_and_alpha = is_gray() && samples == 2 && has_alpha(file) &&
                        number<std::uint16_t>(file, TIFFTAG_PLANARCONFIG) == PLANARCONFIG_CONTIG;
  }

  bool is_readable() const {
    return has_colors && width > 0 && height > 0 && block_width > 0 && block_height > 0 &&
           is_readable_size(width, height);
  }
  bool is_gray() const {
    return colors == PHOTOMETRIC_MINISWHITE || colors == PHOTOMETRIC_MINISBLACK;
  }
  /// Whether its samples are read as they are, and not as libtiff's 8 bits of red, green and blue.
  bool is_read_as_it_is() const {
    constexpr std::array depths = {10, 12, 14, 16, 32};
    const bool is_deep = std::ranges::find(depths, bits) != depths.end();
    if (is_gray_and_alpha) return is_deep || bits == 8;
    return is_deep && (is_gray() || colors == PHOTOMETRIC_RGB) &&
           (samples == 1 || samples == 3 || samples == 4);
  }
  int depth() const { return bits == 8 ? CV_8U : bits == 32 ? CV_32F : CV_16U; }

  std::uint32_t width, height;
  std::uint16_t bits, samples, colors = 0;
  bool has_colors, is_gray_and_alpha, tiled;
  std::uint32_t block_width, block_height;  ///< of a tile, or of a strip
};

/// libtiff's conversion of whatever lies in the file, row by row from the top.
class Converter {
 public:
  explicit Converter(TIFF* file) {
    constexpr int stop_at_damage = 1;
    std::array<char, 1024> message{};
    begun_ = TIFFRGBAImageBegin(&image_, file, stop_at_damage, message.data()) != 0;
    image_.req_orientation = image_.orientation;
  }
  ~Converter() {
    if (begun_) TIFFRGBAImageEnd(&image_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  /// Red, green, blue and alpha of as many rows as there is room for.
  bool read(int first_row, cv::Mat& rows) {
    image_.row_offset = first_row;
    return begun_ && TIFFRGBAImageGet(&image_, rows.ptr<std::uint32_t>(), std::uint32_t(rows.cols),
                                      std::uint32_t(rows.rows)) != 0;
  }

 private:
  TIFFRGBAImage image_{};
  bool begun_;
};

/// A strip, or a row of tiles, at a time.
cv::Mat read_converted(TIFF* file, const Layout& layout) {
  Converter converter(file);
  const int height = int(layout.height);
  const int most_rows = int(std::min(layout.block_height, layout.height));
  const int channels = layout.is_gray() ? 1 : layout.samples == 4 ? 4 : 3;
  cv::Mat picture(height, int(layout.width), CV_8UC(channels));
  cv::Mat rgba(most_rows, int(layout.width), CV_8UC4);
  for (int y = 0; y < height; y += most_rows) {
    cv::Mat from = rgba.rowRange(0, std::min(most_rows, height - y));
    cv::Mat to = picture.rowRange(y, y + from.rows);
    if (!converter.read(y, from)) return {};
    if (channels == 1)
      cv::extractChannel(from, to, 0);
    else
      cv::cvtColor(from, to, channels == 4 ? cv::COLOR_RGBA2BGRA : cv::COLOR_RGBA2BGR);
  }
  return picture;
}

/// Samples that lie bit behind bit, the first at the top of a byte, as words.
void unpack(const std::uint8_t* packed, int bits, std::size_t count, std::uint16_t* words) {
  std::uint32_t held = 0;
  int held_bits = 0;
  for (std::size_t i = 0; i < count; ++i) {
    for (; held_bits < bits; held_bits += 8)
      held = held << 8 | *packed++;
    held_bits -= bits;
    words[i] = std::uint16_t(held >> held_bits << (16 - bits));
  }
}

/// The blocks of a file whose samples lie together, one after the other.
class Blocks {
 public:
  Blocks(TIFF* file, const Layout& layout)
      : file_(file),
        layout_(layout),
        bytes_(layout.tiled ? TIFFTileSize(file) : TIFFStripSize(file)),
        row_bytes_(layout.tiled ? TIFFTileRowSize(file) : TIFFScanlineSize(file)) {}

  /// Whether the rows have what the header says.
  bool are_sound() const {
    const std::uint64_t bits = std::uint64_t(layout_.block_width) * layout_.samples * layout_.bits;
    return bytes_ > 0 && row_bytes_ > 0 && std::uint64_t(row_bytes_) >= (bits + 7) / 8 &&
           bytes_ <= tmsize_t(most_pixels * 4 * sizeof(std::uint16_t));
  }

  bool read_into(cv::Mat& picture) {
    block_ = std::make_unique_for_overwrite<std::uint8_t[]>(std::size_t(bytes_));
    for (std::uint32_t y = 0; y < layout_.height; y += layout_.block_height)
      for (std::uint32_t x = 0; x < layout_.width; x += layout_.block_width) {
        const int columns = int(std::min(layout_.block_width, layout_.width - x));
        const int rows = int(std::min(layout_.block_height, layout_.height - y));
        cv::Mat part = picture(cv::Rect(int(x), int(y), columns, rows));
        if (read_block(x, y) < row_bytes_ * rows) return false;
        copy_to(part);
      }
    return true;
  }

 private:
  tmsize_t read_block(std::uint32_t x, std::uint32_t y) {
    if (layout_.tiled)
      return TIFFReadEncodedTile(file_, TIFFComputeTile(file_, x, y, 0, 0), block_.get(), bytes_);
    return TIFFReadEncodedStrip(file_, TIFFComputeStrip(file_, y, 0), block_.get(), bytes_);
  }

  void copy_to(cv::Mat& part) const {
    for (int y = 0; y < part.rows; ++y) {
      const std::uint8_t* row = block_.get() + y * row_bytes_;
      const std::size_t count = std::size_t(part.cols) * layout_.samples;
      if (layout_.bits % 8 != 0)
        unpack(row, layout_.bits, count, part.ptr<std::uint16_t>(y));
      else
        std::memcpy(part.ptr(y), row, count * part.elemSize1());
    }
  }

  TIFF* file_;
  const Layout& layout_;
  tmsize_t bytes_, row_bytes_;
  std::unique_ptr<std::uint8_t[]> block_;
};

cv::Mat gray_of(const cv::Mat& samples, const Layout& layout) {
  cv::Mat gray;
  cv::extractChannel(samples, gray, 0);
  if (layout.colors == PHOTOMETRIC_MINISWHITE)
    cv::subtract(cv::Scalar::all(white(gray)), gray, gray);
  return gray;
}

cv::Mat gray_and_alpha_of(const cv::Mat& samples, const Layout& layout) {
  const cv::Mat gray = gray_of(samples, layout);
  cv::Mat alpha;
  cv::extractChannel(samples, alpha, 1);
  cv::Mat result;
  cv::merge(std::array{gray, gray, gray, alpha}, result);
  return result;
}

cv::Mat in_order(const cv::Mat& samples, const Layout& layout) {
  if (layout.is_gray_and_alpha) return gray_and_alpha_of(samples, layout);
  if (layout.is_gray()) return gray_of(samples, layout);
  cv::Mat result = samples;
  if (result.channels() == 3) cv::cvtColor(result, result, cv::COLOR_RGB2BGR);
  if (result.channels() == 4) cv::cvtColor(result, result, cv::COLOR_RGBA2BGRA);
  return result;
}

cv::Mat read_samples(TIFF* file, const Layout& layout) {
  Blocks blocks(file, layout);
  if (!blocks.are_sound()) return {};
  cv::Mat samples(int(layout.height), int(layout.width),
                  CV_MAKETYPE(layout.depth(), layout.samples));
  return blocks.read_into(samples) ? in_order(samples, layout) : cv::Mat();
}

}  // namespace

cv::Mat decode_tiff(std::string_view content) {
  Source source{content};
  const File file = opened(source);
  if (!file) return {};
  const Layout layout(file.get());
  if (!layout.is_readable()) return {};
  return layout.is_read_as_it_is() ? read_samples(file.get(), layout)
                                   : read_converted(file.get(), layout);
}

}  // namespace shm
