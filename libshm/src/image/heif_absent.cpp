// SPDX-License-Identifier: MIT
// HEIC and AVIF where libheif was not there when this was built.

#include "image/heif.hpp"
#include "shm/error.hpp"

namespace shm {

cv::Mat decode_heif(std::string_view /*content*/) {
  throw BadInput(
      "this build reads no HEIC or AVIF: install libheif-dev and build anew, or convert it to JPEG "
      "or PNG");
}

PictureTags heif_tags(std::string_view /*content*/) {
  return {};
}

}  // namespace shm
