// SPDX-License-Identifier: MIT
// Pixels of a JPEG, by libjpeg itself.
#include <algorithm>
#include <cstdint>
#include <opencv2/imgproc.hpp>

#include "image/decoders.hpp"
#include "image/jpeg_errors.hpp"
#include "image/size_text.hpp"
// It needs libjpeg's header before it.
#include <jerror.h>

namespace shm {
namespace {

void on_message(j_common_ptr decoder, int level) {
  if (level >= 0) return;  // a trace
  switch (decoder->err->msg_code) {
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_HIT_MARKER:
    case JWRN_MUST_RESYNC:
    case JWRN_JPEG_EOF: JpegErrors::of(decoder).damaged = true; break;
    default: break;
  }
}

/// One that goes however its reading ends.
class Decoder {
 public:
  explicit Decoder(JpegErrors& errors) { decoder_.err = &errors.manager; }
  ~Decoder() { jpeg_destroy_decompress(&decoder_); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  /// Four channels are CMYK.
  void read(std::string_view content, bool gray, cv::Mat& pixels) {
    jpeg_create_decompress(&decoder_);
    jpeg_mem_src(&decoder_, reinterpret_cast<const unsigned char*>(content.data()), content.size());
    jpeg_read_header(&decoder_, TRUE);
    if (!is_readable_size(decoder_.image_width, decoder_.image_height)) return;
    const bool cmyk = decoder_.num_components == 4;
    decoder_.out_color_space = cmyk ? JCS_CMYK : gray ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_start_decompress(&decoder_);
    pixels.create(int(decoder_.output_height), int(decoder_.output_width),
                  CV_8UC(decoder_.output_components));
    while (decoder_.output_scanline < decoder_.output_height) {
      JSAMPROW row = pixels.ptr(int(decoder_.output_scanline));
      jpeg_read_scanlines(&decoder_, &row, 1);
    }
    jpeg_finish_decompress(&decoder_);
  }

 private:
  jpeg_decompress_struct decoder_{};
};

/// As it lies in files: what each ink leaves of white.
cv::Vec3b bgr_of_ink(const cv::Vec4b& ink) {
  cv::Vec3b bgr;
  for (int c = 0; c < 3; ++c)
    bgr[2 - c] = std::uint8_t(ink[3] - ((255 - ink[c]) * ink[3] >> 8));
  return bgr;
}

cv::Mat bgr_of_cmyk(const cv::Mat& inks) {
  cv::Mat colors(inks.size(), CV_8UC3);
  std::transform(inks.begin<cv::Vec4b>(), inks.end<cv::Vec4b>(), colors.begin<cv::Vec3b>(),
                 bgr_of_ink);
  return colors;
}

cv::Mat in_order(const cv::Mat& pixels, bool gray) {
  cv::Mat result = pixels;
  if (pixels.channels() == 3) cv::cvtColor(pixels, result, cv::COLOR_RGB2BGR);
  if (pixels.channels() == 4) result = bgr_of_cmyk(pixels);
  if (gray && pixels.channels() == 4) cv::cvtColor(result, result, cv::COLOR_BGR2GRAY);
  return result;
}

}  // namespace

cv::Mat decode_jpeg(std::string_view content, Channels wanted) {
  const bool gray = wanted == Channels::gray;
  cv::Mat pixels;
  JpegErrors errors(on_message);
  Decoder decoder(errors);
  if (setjmp(errors.refused) != 0) return {};  // NOLINT: libjpeg wants not to be returned to
  decoder.read(content, gray, pixels);
  return errors.damaged ? cv::Mat() : in_order(pixels, gray);
}

}  // namespace shm
