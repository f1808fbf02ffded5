// SPDX-License-Identifier: MIT
// A PNG, by libpng.
#include <png.h>
#include <zlib.h>

#include <csetjmp>
#include <new>
#include <utility>

#include "image/encoders.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

/// One that goes however its writing ends.
class Encoder {
 public:
  Encoder() {
    png_ = png_create_write_struct(PNG_LIBPNG_VER_STRING, this, on_error, on_warning);
    if (png_ != nullptr) info_ = png_create_info_struct(png_);
  }
  ~Encoder() { png_destroy_write_struct(&png_, &info_); }
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;

  /// Where libpng goes when it gives up.
  std::jmp_buf& refused() { return refused_; }

  void write(const cv::Mat& picture) {
    if (info_ == nullptr) throw std::bad_alloc();
    png_set_write_fn(png_, this, on_write, nullptr);
    write_header(picture);
    png_set_bgr(png_);
    png_set_swap(png_);  // its words begin with their high byte
    for (int y = 0; y < picture.rows; ++y)
      png_write_row(png_, picture.ptr(y));
    png_write_end(png_, info_);
  }

  std::string&& file() { return std::move(file_); }

 private:
  [[noreturn]] static void on_error(png_structp png, png_const_charp /*message*/) {
    std::longjmp(static_cast<Encoder*>(png_get_error_ptr(png))->refused_, 1);  // NOLINT
  }
  static void on_warning(png_structp /*png*/, png_const_charp /*message*/) {}
  /// No exception goes through libpng.
  static void on_write(png_structp png, png_bytep bytes, std::size_t size) {
    if (!static_cast<Encoder*>(png_get_io_ptr(png))->append(bytes, size))
      png_error(png, "out of memory");
  }

  bool append(const png_byte* bytes, std::size_t size) {
    try {
      file_.append(reinterpret_cast<const char*>(bytes), size);
      return true;
    } catch (const std::bad_alloc&) {
      return false;
    }
  }

  /// Quick rather than small: results are made by the thousand.
  void write_header(const cv::Mat& picture) {
    const int channels = picture.channels();
    png_set_filter(png_, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB);
    png_set_compression_level(png_, Z_BEST_SPEED);
    png_set_compression_strategy(png_, Z_RLE);
    png_set_IHDR(png_, info_, png_uint_32(picture.cols), png_uint_32(picture.rows),
                 picture.depth() == CV_16U ? 16 : 8,
                 channels == 1   ? PNG_COLOR_TYPE_GRAY
                 : channels == 3 ? PNG_COLOR_TYPE_RGB
                                 : PNG_COLOR_TYPE_RGBA,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png_, info_);
  }

  std::string file_;
  std::jmp_buf refused_{};
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
};

}  // namespace

std::string encode_png(const cv::Mat& picture) {
  Encoder encoder;
  if (setjmp(encoder.refused()) != 0)  // NOLINT: libpng wants not to be returned to
    throw WriteError("the picture cannot be encoded");
  encoder.write(picture);
  return encoder.file();
}

}  // namespace shm
