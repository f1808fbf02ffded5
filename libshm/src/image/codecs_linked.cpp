// SPDX-License-Identifier: MIT
// The codecs themselves.
#include <opencv2/imgcodecs.hpp>

#include "image/codecs.hpp"
#include "image/decode_jpeg.hpp"
#include "image/heif.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

cv::Mat decode(std::string_view content, int flags) {
  const cv::Mat raw(1, int(content.size()), CV_8UC1, const_cast<char*>(content.data()));  // NOLINT
  try {
    return cv::imdecode(raw, flags);
  } catch (const cv::Exception& error) {
    const bool large = error.err.find("CV_IO_MAX_IMAGE") != std::string::npos;
    throw BadInput(large ? "it has more pixels than can be read: make it smaller" : error.err);
  }
}

std::string encode(const std::string& extension, const cv::Mat& picture,
                   const std::vector<int>& parameters) {
  std::vector<unsigned char> bytes;
  try {
    if (!cv::imencode(extension, picture, bytes, parameters))
      throw WriteError("the picture cannot be encoded");
  } catch (const cv::Exception& error) {
    throw WriteError(error.err);
  }
  return {bytes.begin(), bytes.end()};
}

}  // namespace

const Codecs& codecs() {
  static constexpr Codecs linked = {decode, encode, decode_heif, heif_tags, decode_jpeg};
  return linked;
}

}  // namespace shm

extern "C" SHM_API const shm::Codecs* shm_codecs_5() {
  return &shm::codecs();
}
