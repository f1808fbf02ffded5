// SPDX-License-Identifier: MIT
// HEIC and AVIF, as phones write them.

#include <gtest/gtest.h>
#include <libheif/heif.h>

#include <cstring>
#include <string>

#include "exif_blocks.hpp"
#include "image/picture_tags.hpp"
#include "shm/deep_picture.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"
#include "shm/whole_file.hpp"
#include "temporary_folder.hpp"

namespace {

using shm::Image;
using shm::ReadAs;

constexpr int width = 128, height = 64;

/// Dark on its left half, light on its right; half clear throughout.
heif_image* half_light(bool alpha) {
  heif_image* image = nullptr;
  heif_image_create(width, height, heif_colorspace_RGB,
                    alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB, &image);
  heif_image_add_plane(image, heif_channel_interleaved, width, height, 8);
  int stride = 0;
  std::uint8_t* data = heif_image_get_plane(image, heif_channel_interleaved, &stride);
  const int step = alpha ? 4 : 3;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < step; ++c)
        data[y * stride + x * step + c] = std::uint8_t(c == 3 ? 128 : x < width / 2 ? 40 : 200);
  return image;
}

/// Says that the colours are Display P3's, by numbers.
void say_p3(heif_encoding_options* options, heif_image* image) {
  static heif_color_profile_nclx* p3 = heif_nclx_color_profile_alloc();
  p3->color_primaries = heif_color_primaries_SMPTE_EG_432_1;
  p3->transfer_characteristics = heif_transfer_characteristic_IEC_61966_2_1;
  p3->matrix_coefficients = heif_matrix_coefficients_ITU_R_BT_601_6;
  p3->full_range_flag = 1;
  heif_image_set_nclx_color_profile(image, p3);
  options->output_nclx_profile = p3;
  options->macOS_compatibility_workaround_no_nclx_profile = 0;
}

struct Written {
  bool alpha = false;
  heif_orientation orientation = heif_orientation_normal;
  bool p3 = false;
  std::string exif;
};

/// False where no encoder is installed.
bool write(const std::filesystem::path& file, heif_compression_format format,
           const Written& how = {}) {
  heif_context* context = heif_context_alloc();
  heif_encoder* encoder = nullptr;
  heif_encoding_options* options = heif_encoding_options_alloc();
  options->image_orientation = how.orientation;
  heif_image* image = half_light(how.alpha);
  if (how.p3) say_p3(options, image);
  heif_image_handle* handle = nullptr;
  const bool written =
      heif_context_get_encoder_for_format(context, format, &encoder).code == heif_error_Ok &&
      heif_context_encode_image(context, image, encoder, options, &handle).code == heif_error_Ok &&
      (how.exif.empty() ||
       heif_context_add_exif_metadata(context, handle, how.exif.data(), int(how.exif.size()))
               .code == heif_error_Ok) &&
      heif_context_write_to_file(context, file.c_str()).code == heif_error_Ok;
  heif_image_handle_release(handle);
  heif_image_release(image);
  heif_encoding_options_free(options);
  if (encoder != nullptr) heif_encoder_release(encoder);
  heif_context_free(context);
  return written;
}

class Heif : public testing::TestWithParam<heif_compression_format> {
 protected:
  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_ / "photo";
};

}  // namespace

TEST_P(Heif, IsReadWhateverItsName) {
  if (!write(file_, GetParam())) GTEST_SKIP() << "libheif has no encoder for it";
  ASSERT_TRUE(shm::is_picture(file_));
  const Image picture = shm::read_picture(file_, ReadAs::rgb);
  ASSERT_EQ(picture.width(), width);
  ASSERT_EQ(picture.height(), height);
  EXPECT_NEAR(picture.view().row(30)[3 * 20], 40, 6);
  EXPECT_NEAR(picture.view().row(30)[3 * 100], 200, 6);
}

TEST_P(Heif, StandsUprightAndKeepsItsAlpha) {
  if (!write(file_, GetParam(), {.alpha = true, .orientation = heif_orientation_rotate_90_cw}))
    GTEST_SKIP() << "libheif has no encoder for it";
  const Image picture = shm::read_picture(file_, ReadAs::rgba);
  ASSERT_EQ(picture.width(), height);
  ASSERT_EQ(picture.height(), width);
  EXPECT_NEAR(picture.view().row(20)[4 * 30], 40, 6);
  EXPECT_NEAR(picture.view().row(100)[4 * 30], 200, 6);
  EXPECT_NEAR(picture.view().row(100)[4 * 30 + 3], 128, 4);
}

TEST_P(Heif, ColorsSaidByNumbersAreSrgb) {
  if (!write(file_, GetParam(), {.p3 = true})) GTEST_SKIP() << "libheif has no encoder for it";
  const shm::PictureTags tags = shm::picture_tags(shm::read_whole_file(file_));
  EXPECT_EQ(tags.colors.primaries, int(heif_color_primaries_SMPTE_EG_432_1));
  EXPECT_EQ(tags.colors.transfer, int(heif_transfer_characteristic_IEC_61966_2_1));
  EXPECT_NEAR(shm::read_picture(file_, ReadAs::rgb).view().row(30)[3 * 100], 200, 6) << "grey";
}

TEST_P(Heif, TellsWhatMayBeKeptOfExif) {
  if (!write(file_, GetParam(), {.exif = phone_exif()}))
    GTEST_SKIP() << "libheif has no encoder for it";
  const std::string exif = shm::picture_exif(shm::read_whole_file(file_));
  EXPECT_NE(exif.find("An Author"), std::string::npos);
  EXPECT_EQ(exif.find("PLACE"), std::string::npos);
}

TEST_P(Heif, TellsItsSizeBeforeItIsDecoded) {
  if (!write(file_, GetParam())) GTEST_SKIP() << "libheif has no encoder for it";
  const shm::PictureTags tags = shm::picture_tags(shm::read_whole_file(file_));
  EXPECT_EQ(tags.width, std::uint32_t(width));
  EXPECT_EQ(tags.height, std::uint32_t(height));
}

TEST_P(Heif, AFilmBesideThePictureIsTold) {
  if (!write(file_, GetParam())) GTEST_SKIP() << "libheif has no encoder for it";
  const std::string still = shm::read_whole_file(file_);
  EXPECT_FALSE(shm::holds_more_pictures(still));
  EXPECT_TRUE(shm::holds_more_pictures(still + std::string("\0\0\0\x08moov", 8)));
}

TEST_P(Heif, CutShortIsNoWholePicture) {
  if (!write(file_, GetParam())) GTEST_SKIP() << "libheif has no encoder for it";
  const std::string whole = shm::read_whole_file(file_);
  for (std::size_t length = 0; length < whole.size(); length += 1 + whole.size() / 40) {
    shm::write_whole_file(file_, whole.substr(0, length));
    EXPECT_THROW(shm::read_picture(file_, ReadAs::rgb), shm::BadInput) << length;
  }
}

INSTANTIATE_TEST_SUITE_P(Picture, Heif,
                         testing::Values(heif_compression_HEVC, heif_compression_AV1),
                         [](const auto& tested) {
                           return tested.param == heif_compression_HEVC ? "HEIC" : "AVIF";
                         });
