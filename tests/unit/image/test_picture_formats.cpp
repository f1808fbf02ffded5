// SPDX-License-Identifier: MIT
// Every format, read alike: told by content, turned, with its alpha.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <opencv2/imgproc.hpp>
#include <string>

#include "image/mat.hpp"
#include "shm/error.hpp"
#include "shm/picture.hpp"
#include "shm/whole_file.hpp"
#include "tagged_pictures.hpp"
#include "temporary_folder.hpp"

namespace {

using shm::Image;
using shm::ReadAs;

struct Format {
  const char* name;
  std::string (*write)(const cv::Mat&, const Tags&);
};

std::ostream& operator<<(std::ostream& out, const Format& format) {
  return out << format.name;
}

/// The corners of 6 x 4 pixels, smooth enough for a JPEG: dark, grey, light; each 8 x 8.
cv::Mat corners(int type) {
  cv::Mat picture(32, 48, CV_8UC1, cv::Scalar(0));
  picture(cv::Rect(24, 0, 24, 16)) = 80;
  picture(cv::Rect(0, 16, 24, 16)) = 160;
  picture(cv::Rect(24, 16, 24, 16)) = 240;
  cv::Mat result;
  if (type == CV_8UC1) return picture;
  cv::cvtColor(picture, result, type == CV_8UC4 ? cv::COLOR_GRAY2BGRA : cv::COLOR_GRAY2BGR);
  return result;
}

/// Top left, top right, bottom left, bottom right.
std::vector<int> corners_of(const Image& picture) {
  const auto at = [&](int x, int y) {
    const int step = shm::layout_of(picture.format()).bytes;
    const int value =
        picture.view().row(y * (picture.height() - 1))[x * (picture.width() - 1) * step];
    return (value + 40) / 80 * 80;
  };
  return {at(0, 0), at(1, 0), at(0, 1), at(1, 1)};
}

const std::vector<std::vector<int>> upright_corners = {{},  // EXIF counts from 1
                                                       {0, 80, 160, 240},
                                                       {80, 0, 240, 160},
                                                       {240, 160, 80, 0},
                                                       {160, 240, 0, 80},
                                                       {0, 160, 80, 240},
                                                       {160, 0, 240, 80},
                                                       {240, 80, 160, 0},
                                                       {80, 240, 0, 160}};

class PictureFormats : public testing::TestWithParam<Format> {
 protected:
  Image read(const cv::Mat& picture, const Tags& tags, ReadAs as) const {
    shm::write_whole_file(folder_ / "named.after.nothing", GetParam().write(picture, tags));
    return shm::read_picture(folder_ / "named.after.nothing", as);
  }
  TemporaryFolder folder_;
};

}  // namespace

TEST_P(PictureFormats, StandUprightInEveryOrientationAndMode) {
  for (int orientation = 1; orientation <= 8; ++orientation)
    for (const ReadAs as : {ReadAs::rgb, ReadAs::rgba, ReadAs::gray, ReadAs::matte}) {
      const Image picture = read(corners(CV_8UC3), {orientation, {}}, as);
      EXPECT_EQ(corners_of(picture), upright_corners[std::size_t(orientation)])
          << orientation << " as " << int(as);
    }
}

TEST_P(PictureFormats, MasksAndCutOutsStandUprightToo) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const auto& expected = upright_corners[std::size_t(orientation)];
    if (std::string(GetParam().name) != "WebP") {
      EXPECT_EQ(corners_of(read(corners(CV_8UC1), {orientation, {}}, ReadAs::matte)), expected);
    }
    if (std::string(GetParam().name) == "JPEG") continue;
    cv::Mat cut_out = corners(CV_8UC4);
    cv::Mat alpha = corners(CV_8UC1);
    cv::insertChannel(alpha, cut_out, 3);
    EXPECT_EQ(corners_of(read(cut_out, {orientation, {}}, ReadAs::alpha)), expected);
  }
}

TEST_P(PictureFormats, ContentTellsThemWhateverTheName) {
  shm::write_whole_file(folder_ / "noext", GetParam().write(corners(CV_8UC3), {}));
  shm::write_whole_file(folder_ / "wrong.mp4", GetParam().write(corners(CV_8UC3), {}));
  for (const char* name : {"noext", "wrong.mp4"}) {
    EXPECT_TRUE(shm::is_picture(folder_ / name)) << name;
    EXPECT_EQ(shm::read_picture(folder_ / name, ReadAs::rgb).width(), 48) << name;
  }
}

TEST_P(PictureFormats, AlphaAndTheColorsBesideItAreTheFiles) {
  if (std::string(GetParam().name) == "JPEG") GTEST_SKIP() << "it has no alpha";
  const cv::Mat picture(8, 8, CV_8UC4, cv::Scalar(40, 80, 120, 200));
  const Image read_back = read(picture, {}, ReadAs::rgba);
  const std::uint8_t* pixel = read_back.view().row(3);
  const std::vector<int> expected = {120, 80, 40, 200};
  for (std::size_t c = 0; c < 4; ++c)
    EXPECT_NEAR(pixel[c], expected[c], 1);  // a decoder of TIFF multiplies by alpha
}

TEST_P(PictureFormats, DamagedTagsAreNoHarm) {
  const std::string whole = GetParam().write(corners(CV_8UC3), {6, std::string(500, 'p')});
  for (std::size_t at = 0; at < whole.size(); at += 1 + whole.size() / 400) {
    std::string damaged = whole;
    damaged[at] = char(damaged[at] ^ 0xFF);
    try {
      shm::decode_picture(damaged, ReadAs::rgb, "damaged");
    } catch (const shm::Error&) {
    }
    shm::holds_more_pictures(damaged.substr(0, at));
  }
}

INSTANTIATE_TEST_SUITE_P(Picture, PictureFormats,
                         testing::Values(Format{"JPEG", tagged_jpeg}, Format{"PNG", tagged_png},
                                         Format{"WebP", tagged_webp}, Format{"TIFF", tagged_tiff}),
                         [](const auto& tested) { return tested.param.name; });

TEST(PictureTypes, WhatIsNotReadIsRefusedByName) {
  const TemporaryFolder folder;
  shm::write_whole_file(folder / "a.jpg", std::string("GIF89a") + std::string(40, '\0'));
  shm::write_whole_file(folder / "b.jpg", std::string("8BPS") + std::string(40, '\0'));
  shm::write_whole_file(folder / "c", std::string("II*\0\x10\0\0\0CR\x02\0", 12));
  const auto error_of = [&](const char* name) {
    try {
      shm::read_picture(folder / name, ReadAs::rgb);
    } catch (const shm::BadInput& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_THAT(error_of("a.jpg"), testing::HasSubstr("a.jpg: GIF is not read"));
  EXPECT_THAT(error_of("b.jpg"), testing::HasSubstr("b.jpg: Photoshop file is not read"));
  EXPECT_THAT(error_of("c"), testing::HasSubstr("c: camera's raw file is not read"));
  EXPECT_FALSE(shm::is_unread_picture(folder / "a.jpg")) << "a film";
  EXPECT_TRUE(shm::is_unread_picture(folder / "b.jpg"));
  EXPECT_TRUE(shm::is_unread_picture(folder / "c"));
}

TEST(PictureTypes, TextsAndVideosAreNoPictures) {
  const TemporaryFolder folder;
  shm::write_whole_file(folder / "text", "BMW, P5 and other words that begin like pictures");
  shm::write_whole_file(folder / "video", std::string("\0\0\0\x18"
                                                      "ftypmp42\0\0\0\0",
                                                      16));
  shm::write_whole_file(folder / "empty", "");
  ASSERT_EQ(::mkfifo((folder / "pipe.jpg").c_str(), 0600), 0);
  std::filesystem::create_symlink("loop.jpg", folder / "loop.jpg");
  for (const char* name : {"text", "video", "empty", "absent", "pipe.jpg", "loop.jpg"})
    EXPECT_FALSE(shm::is_picture(folder / name)) << name;
}

namespace {

/// What is said of content that is not read.
std::string refusal(const std::string& content) {
  try {
    shm::decode_picture(content, ReadAs::rgb, "a");
  } catch (const shm::BadInput& error) {
    return error.what();
  }
  return "read";
}

/// Another value for a tag of a TIFF, or for another tag in its place.
std::string with_entry(std::string tiff, std::uint32_t tag, std::uint32_t other,
                       std::uint32_t value) {
  const std::size_t place = tiff.rfind(little16(tag) + little16(3) + little32(1));
  return tiff.replace(place, 12, little16(other) + little16(3) + little32(1) + little32(value));
}

}  // namespace

TEST(PictureTypes, PreviewOfACamerasRawFileIsNotTakenForThePicture) {
  EXPECT_THAT(refusal(tagged_tiff(corners(CV_8UC3), {.preview = true})),
              testing::HasSubstr("a: its first picture is a preview"));
}

TEST(PictureTypes, TiffsThatWouldBecomeAnotherPictureAreRefusedByWhatTheyAre) {
  const std::string grey = tagged_tiff(corners(CV_8UC1), {});
  ASSERT_EQ(refusal(grey), "read");
  const auto expect = [&](std::uint32_t tag, std::uint32_t other, std::uint32_t value,
                          const char* reason) {
    EXPECT_THAT(refusal(with_entry(grey, tag, other, value)), testing::HasSubstr(reason));
  };
  expect(258, 258, 32, "its numbers, of 32 bits,");
  expect(274, 339, 2, "its numbers, of 8 bits,");
  expect(259, 259, 34712, "it is compressed in a way");
  expect(262, 262, 8, "its colours are of a kind");
  expect(277, 277, 5, "its channels are too many");
  const std::string deep = tagged_tiff(cv::Mat(8, 8, CV_16UC1, cv::Scalar(0)), {});
  EXPECT_THAT(refusal(with_entry(deep, 274, 284, 2)), testing::HasSubstr("or lie apart"));
  EXPECT_THAT(refusal(with_entry(deep, 262, 262, 5)), testing::HasSubstr("its colours are of"));
}

TEST(PictureTypes, JpegsThatAreNotDecodedAreToldFromCutOnes) {
  const std::string jpeg = tagged_jpeg(corners(CV_8UC3), {});
  const std::size_t frame = jpeg.find("\xFF\xC0");
  ASSERT_NE(frame, std::string::npos);
  std::string deep = jpeg, lossless = jpeg;
  deep[frame + 4] = 12;
  lossless[frame + 1] = '\xC3';
  EXPECT_THAT(refusal(deep), testing::HasSubstr("a: it is a JPEG of 12 bits"));
  EXPECT_THAT(refusal(lossless), testing::HasSubstr("a: it is a JPEG without loss"));
}

/// Where two numbers in a file say how large it is, a side's other length.
std::string with_size(std::string file, std::size_t place, const std::string& side) {
  return file.replace(place, 2 * side.size(), side + side);
}

TEST(PictureTypes, PictureOfTooManyPixelsIsRefusedByItsHeaderInEveryFormat) {
  const cv::Mat small = corners(CV_8UC3);
  const std::string png = encoded(".png", small), jpeg = tagged_jpeg(small, {});
  const std::string bmp = encoded(".bmp", small), tiff = tagged_tiff(small, {});
  const std::string width = little16(256) + little16(4) + little32(1);
  const std::string height = little16(257) + little16(4) + little32(1);
  const std::string big_side =
      little16(4) + std::string("\1\0\0\0\0\0\0\0", 8) + little32(20000) + little32(0);
  for (const std::string& picture :
       {png.substr(0, 8) + png_chunk("IHDR", big32(20000) + big32(20000) + png.substr(24, 5)) +
            png.substr(33),
        with_size(jpeg, jpeg.find("\xFF\xC0") + 5, big16(20000)),
        with_size(bmp, 18, little32(20000)),
        bmp.substr(0, 18) + little32(20000) + little32(std::uint32_t(-20000)) + bmp.substr(26),
        with_size(bmp, 14, little32(12)).replace(18, 4, little16(20000) + little16(20000)),
        std::string(tiff)
            .replace(tiff.rfind(width) + 8, 4, little32(20000))
            .replace(tiff.rfind(height) + 8, 4, little32(20000)),
        "II+" + std::string("\0\x08\0\0\0", 5) + little32(16) + little32(0) + little32(2) +
            little32(0) + little16(256) + big_side + little16(257) + big_side + little32(0) +
            little32(0),
        std::string("P6 20000 20000 255\n123"), std::string("P4\n# a\n20000\n20000\n1")})
    EXPECT_THAT(refusal(picture), testing::HasSubstr("more pixels than can be read (20000x20000"))
        << picture.substr(0, 4);
}

TEST(PictureTypes, PictureOfAsManyPixelsAsAFrameMayHaveIsNot) {
  EXPECT_THAT(refusal("P6 16384 16384 255\n123"), testing::HasSubstr("cut short"));
  EXPECT_THAT(refusal("P6 20000 5000 255\n123"), testing::HasSubstr("cut short"));
}

TEST(PictureTypes, WhiteOfAPnmIsTheNumberThatItNames) {
  const auto first_row = [](const std::string& pnm) {
    const Image picture = shm::decode_picture(pnm, ReadAs::gray, "a.pgm");
    return std::vector<int>(picture.view().row(0), picture.view().row(0) + picture.width());
  };
  EXPECT_EQ(first_row("P5\n# grey\n3 1\n100\n" + std::string("\0\x32\x64", 3)),
            (std::vector<int>{0, 128, 255}));
  EXPECT_EQ(first_row("P5 3 1 1023\n" + std::string("\0\0\x01\xFF\x03\xFF", 6)),
            (std::vector<int>{0, 127, 255}));
  EXPECT_EQ(first_row("P2\n3 1\n5\n0 1 5\n"), (std::vector<int>{0, 51, 255}));
}

TEST(PictureTypes, BmpWithAnEmptyFourthByteIsOpaque) {
  const TemporaryFolder folder;
  cv::imwrite((folder / "a.bmp").string(), cv::Mat(4, 4, CV_8UC4, cv::Scalar(1, 2, 3, 0)));
  EXPECT_EQ(shm::read_picture(folder / "a.bmp", ReadAs::rgba).view().row(0)[3], 255);
}

TEST(PictureTypes, SixteenBitsBecomeEightInEveryFormatThatHasThem) {
  const TemporaryFolder folder;
  const cv::Mat deep(4, 4, CV_16UC3, cv::Scalar(257 * 30, 257 * 60, 257 * 90));
  for (const char* name : {"a.png", "a.tif", "a.ppm"}) {
    cv::imwrite((folder / name).string(), deep);
    const Image picture = shm::read_picture(folder / name, ReadAs::rgb);
    const std::uint8_t* pixel = picture.view().row(2);
    EXPECT_EQ(std::vector<int>(pixel, pixel + 3), (std::vector<int>{90, 60, 30})) << name;
  }
}

TEST(PictureTypes, PagesAndAnimationsAreToldFromSinglePictures) {
  const cv::Mat picture = corners(CV_8UC3);
  EXPECT_FALSE(shm::holds_more_pictures(tagged_tiff(picture, {})));
  EXPECT_FALSE(shm::holds_more_pictures(tagged_png(picture, {})));
  EXPECT_FALSE(shm::holds_more_pictures(tagged_jpeg(picture, {})));
  const TemporaryFolder folder;
  cv::imwritemulti((folder / "a.tif").string(), std::vector<cv::Mat>{picture, picture});
  EXPECT_TRUE(shm::holds_more_pictures(shm::read_whole_file(folder / "a.tif")));
  const std::string jpeg = tagged_jpeg(picture, {});
  EXPECT_TRUE(shm::holds_more_pictures(jpeg + jpeg));
  EXPECT_FALSE(shm::holds_more_pictures(jpeg + "what some cameras write behind it"));
  const std::string listed =
      jpeg.substr(0, 2) + std::string("\xFF\xE2\0\6MPF\0", 8) + jpeg.substr(2);
  EXPECT_FALSE(shm::holds_more_pictures(listed + jpeg)) << "a preview or a map of the same picture";
  const std::string png = encoded(".png", picture);
  const std::string animated =
      png.substr(0, 33) + png_chunk("acTL", big32(2) + big32(0)) + png.substr(33);
  EXPECT_TRUE(shm::holds_more_pictures(animated));
}

TEST(PictureTypes, AnimatedWebpIsItsFirstFrame) {
  const std::string size = number(47, 3, false) + number(31, 3, false);
  const auto frame = [&](const cv::Mat& picture) {
    const std::string image = encoded(".webp", picture, {cv::IMWRITE_WEBP_QUALITY, 101});
    return riff_chunk("ANMF",
                      std::string(6, '\0') + size + std::string(4, '\0') + image.substr(12));
  };
  const std::string body = "WEBP" + riff_chunk("VP8X", std::string("\x02\0\0\0", 4) + size) +
                           riff_chunk("ANIM", std::string(6, '\0')) + frame(corners(CV_8UC3)) +
                           frame(cv::Mat(32, 48, CV_8UC3, cv::Scalar::all(240)));
  const std::string file = "RIFF" + little32(std::uint32_t(body.size())) + body;
  EXPECT_EQ(corners_of(shm::decode_picture(file, ReadAs::rgb, "animation")), upright_corners[1]);
  EXPECT_TRUE(shm::holds_more_pictures(file));
  EXPECT_THROW(shm::decode_picture(file.substr(0, file.size() - 10), ReadAs::rgb, "cut"),
               shm::BadInput);
}

/// Refuses matrices that no picture needs, instead of the machine, which promises them.
class SmallMemory final : public cv::MatAllocator {
 public:
  SmallMemory() { cv::Mat::setDefaultAllocator(this); }
  ~SmallMemory() override { cv::Mat::setDefaultAllocator(cv::Mat::getStdAllocator()); }
  SmallMemory(const SmallMemory&) = delete;
  SmallMemory& operator=(const SmallMemory&) = delete;

  cv::UMatData* allocate(int dims, const int* sizes, int type, void* data, std::size_t* step,
                         cv::AccessFlag flags, cv::UMatUsageFlags usage) const override {
    if (dims == 2 && double(sizes[0]) * sizes[1] > 1e9) throw std::bad_alloc();
    return cv::Mat::getStdAllocator()->allocate(dims, sizes, type, data, step, flags, usage);
  }
  bool allocate(cv::UMatData* /*data*/, cv::AccessFlag /*flags*/,
                cv::UMatUsageFlags /*usage*/) const override {
    return false;
  }
  void deallocate(cv::UMatData* data) const override {
    cv::Mat::getStdAllocator()->deallocate(data);
  }
};

TEST(PictureTypes, AnimatedWebpThatPromisesMoreThanMemoryHoldsIsDamaged) {
  const std::string side = number(65534, 3, false);
  const std::string body = "WEBP" + riff_chunk("VP8X", std::string("\x02\0\0\0", 4) + side + side);
  const SmallMemory memory;
  EXPECT_THAT(refusal("RIFF" + little32(std::uint32_t(body.size())) + body),
              testing::HasSubstr("damaged"));
}

TEST(Picture, NothingButPixelsIsWritten) {
  const TemporaryFolder folder;
  shm::write_whole_file(folder / "a.jpg", tagged_jpeg(corners(CV_8UC3), {6, {}}));
  shm::write_picture(folder / "a.png", shm::read_picture(folder / "a.jpg", ReadAs::rgb));
  const std::string png = shm::read_whole_file(folder / "a.png");
  for (const char* chunk : {"eXIf", "tEXt", "iTXt", "zTXt", "iCCP"})
    EXPECT_EQ(png.find(chunk), std::string::npos) << chunk;
}
