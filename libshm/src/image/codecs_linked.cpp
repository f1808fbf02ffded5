// SPDX-License-Identifier: MIT
// The codecs themselves.
#include "image/codecs.hpp"
#include "image/decoders.hpp"
#include "image/encoders.hpp"
#include "image/heif.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

cv::Mat decode(std::string_view content, PictureType type, Channels wanted) {
  switch (type) {
    case PictureType::jpeg: return decode_jpeg(content, wanted);
    case PictureType::png: return decode_png(content, wanted);
    case PictureType::webp: return decode_webp(content);
    case PictureType::tiff: return decode_tiff(content);
    case PictureType::heif: return decode_heif(content);
    default: return {};
  }
}

std::string encode(PictureType type, const cv::Mat& picture, int quality) {
  switch (type) {
    case PictureType::jpeg: return encode_jpeg(picture, quality);
    case PictureType::png: return encode_png(picture);
    case PictureType::webp: return encode_webp(picture);
    default: throw WriteError("it is of no format that is written: call it .png, .jpg or .webp");
  }
}

}  // namespace

const Codecs& codecs() {
  static constexpr Codecs linked = {decode, heif_tags, encode};
  return linked;
}

}  // namespace shm

extern "C" SHM_API const shm::Codecs* shm_codecs_6() {
  return &shm::codecs();
}
