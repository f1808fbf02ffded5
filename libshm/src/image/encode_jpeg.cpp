// SPDX-License-Identifier: MIT
// A JPEG, by libjpeg.
#include <cstdlib>
#include <opencv2/imgproc.hpp>

#include "image/encoders.hpp"
#include "image/jpeg_errors.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

void say_nothing(j_common_ptr /*codec*/, int /*level*/) {}

/// One that goes however its writing ends.
class Encoder {
 public:
  explicit Encoder(JpegErrors& errors) { encoder_.err = &errors.manager; }
  ~Encoder() {
    jpeg_destroy_compress(&encoder_);
    std::free(file_);  // NOLINT: libjpeg's
  }
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;

  /// Grey or RGB.
  void write(const cv::Mat& pixels, int quality) {
    jpeg_create_compress(&encoder_);
    jpeg_mem_dest(&encoder_, &file_, &bytes_);
    encoder_.image_width = JDIMENSION(pixels.cols);
    encoder_.image_height = JDIMENSION(pixels.rows);
    encoder_.input_components = pixels.channels();
    encoder_.in_color_space = pixels.channels() == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&encoder_);
    jpeg_set_quality(&encoder_, quality, TRUE);
    jpeg_start_compress(&encoder_, TRUE);
    while (encoder_.next_scanline < encoder_.image_height) {
      auto* row = const_cast<JSAMPROW>(pixels.ptr(int(encoder_.next_scanline)));  // NOLINT
      jpeg_write_scanlines(&encoder_, &row, 1);
    }
    jpeg_finish_compress(&encoder_);
  }

  std::string file() const { return {reinterpret_cast<const char*>(file_), bytes_}; }

 private:
  jpeg_compress_struct encoder_{};
  unsigned char* file_ = nullptr;
  unsigned long bytes_ = 0;  // NOLINT: libjpeg's type
};

cv::Mat in_order(const cv::Mat& picture) {
  if (picture.channels() == 1) return picture;
  cv::Mat colors;  // of its own: the picture is the caller's
  cv::cvtColor(picture, colors, picture.channels() == 3 ? cv::COLOR_BGR2RGB : cv::COLOR_BGRA2RGB);
  return colors;
}

}  // namespace

std::string encode_jpeg(const cv::Mat& picture, int quality) {
  const cv::Mat pixels = in_order(picture);
  JpegErrors errors(say_nothing);
  Encoder encoder(errors);
  if (setjmp(errors.refused) != 0)  // NOLINT: libjpeg wants not to be returned to
    throw WriteError("the picture cannot be encoded: a JPEG has sides of at most 65500 pixels");
  encoder.write(pixels, quality);
  return encoder.file();
}

}  // namespace shm
