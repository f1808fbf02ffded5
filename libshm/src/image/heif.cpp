// SPDX-License-Identifier: MIT
// HEIC and AVIF through libheif.

#include "image/heif.hpp"

#include <libheif/heif.h>

#include <memory>
#include <opencv2/imgproc.hpp>

#include "base/release.hpp"
#include "image/byte_reader.hpp"
#include "shm/error.hpp"

namespace shm {
namespace {

using Context = std::unique_ptr<heif_context, Release<heif_context_free>>;
using Handle = std::unique_ptr<heif_image_handle, Release<heif_image_handle_release>>;
using Nclx = std::unique_ptr<heif_color_profile_nclx, Release<heif_nclx_color_profile_free>>;
using Pixels = std::unique_ptr<heif_image, Release<heif_image_release>>;

bool failed(const heif_error& error) {
  if (error.code == heif_error_Unsupported_feature || error.code == heif_error_Unsupported_filetype)
    throw BadInput(std::string("libheif cannot decode it (") + error.message +
                   "): install its codecs, or convert it to JPEG or PNG");
  return error.code != heif_error_Ok;
}

/// The picture that a file is for, and what it is read from.
struct Primary {
  explicit Primary(std::string_view content) : context(heif_context_alloc()) {
    heif_image_handle* found = nullptr;
    if (!failed(heif_context_read_from_memory_without_copy(context.get(), content.data(),
                                                           content.size(), nullptr)) &&
        !failed(heif_context_get_primary_image_handle(context.get(), &found)))
      handle.reset(found);
  }
  Context context;
  Handle handle;
};

Pixels decoded(const Primary& primary, heif_chroma layout) {
  const std::unique_ptr<heif_decoding_options, Release<heif_decoding_options_free>> options(
      heif_decoding_options_alloc());
  options->convert_hdr_to_8bit = 1;
  heif_image* image = nullptr;
  const bool bad = failed(
      heif_decode_image(primary.handle.get(), &image, heif_colorspace_RGB, layout, options.get()));
  return Pixels(bad ? nullptr : image);
}

std::string profile_of(const heif_image_handle* handle) {
  std::string profile(heif_image_handle_get_raw_color_profile_size(handle), '\0');
  if (!profile.empty()) heif_image_handle_get_raw_color_profile(handle, profile.data());
  return profile;
}

CodePoints code_points_of(const heif_image_handle* handle) {
  heif_color_profile_nclx* found = nullptr;
  if (heif_image_handle_get_nclx_color_profile(handle, &found).code != heif_error_Ok) return {};
  const Nclx nclx(found);
  return {int(nclx->color_primaries), int(nclx->transfer_characteristics)};
}

/// Where it begins stands before it.
std::string exif_of(const heif_image_handle* handle) {
  heif_item_id id = 0;
  if (heif_image_handle_get_list_of_metadata_block_IDs(handle, "Exif", &id, 1) < 1) return {};
  std::string block(heif_image_handle_get_metadata_size(handle, id), '\0');
  if (heif_image_handle_get_metadata(handle, id, block.data()).code != heif_error_Ok) return {};
  const ByteReader bytes(block, ByteOrder::big);
  return std::string(bytes.part(4 + std::size_t(bytes.u32(0)), block.size()));
}

/// Whether there is a film beside the picture: of one, "moov" tells.
bool holds_film(std::string_view content) {
  const ByteReader bytes(content, ByteOrder::big);
  for (std::size_t at = 0, size = 0; at < content.size(); at += size) {
    if (bytes.part(at + 4, 4) == "moov") return true;
    size = bytes.u32(at);
    if (size < 8) break;  // to the end of the file, or too long for its four bytes
  }
  return false;
}

}  // namespace

cv::Mat decode_heif(std::string_view content) {
  const Primary primary(content);
  if (!primary.handle) return {};
  const bool alpha = heif_image_handle_has_alpha_channel(primary.handle.get()) != 0;
  const Pixels pixels =
      decoded(primary, alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB);
  if (!pixels) return {};
  int stride = 0;
  std::uint8_t* data = heif_image_get_plane(pixels.get(), heif_channel_interleaved, &stride);
  const cv::Mat rgb(heif_image_get_height(pixels.get(), heif_channel_interleaved),
                    heif_image_get_width(pixels.get(), heif_channel_interleaved),
                    alpha ? CV_8UC4 : CV_8UC3, data, std::size_t(stride));
  cv::Mat result;
  cv::cvtColor(rgb, result, alpha ? cv::COLOR_RGBA2BGRA : cv::COLOR_RGB2BGR);
  return result;
}

PictureTags heif_tags(std::string_view content) {
  const Primary primary(content);
  if (!primary.handle) return {};
  PictureTags tags;  // turned already
  tags.width = std::uint32_t(heif_image_handle_get_width(primary.handle.get()));
  tags.height = std::uint32_t(heif_image_handle_get_height(primary.handle.get()));
  tags.profile = profile_of(primary.handle.get());
  if (tags.profile.empty()) tags.colors = code_points_of(primary.handle.get());
  tags.exif = exif_of(primary.handle.get());
  tags.more_pictures =
      heif_context_get_number_of_top_level_images(primary.context.get()) > 1 || holds_film(content);
  return tags;
}

}  // namespace shm
